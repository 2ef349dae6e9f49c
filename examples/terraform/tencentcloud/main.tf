# The provider has no setting for an endpoint: it asks the real host names, through Keyplane as its proxy.
#   export HTTP_PROXY=http://127.0.0.1:7420
terraform {
  required_providers {
    tencentcloud = { source = "tencentcloudstack/tencentcloud" }
  }
}

provider "tencentcloud" {
  secret_id  = "AKIDkeyplane"
  secret_key = "keyplane"
  region     = "ap-guangzhou"
  protocol   = "HTTP"
}

variable "public_key_file" {
  description = "An RSA public key with a comment, as ssh-keygen writes it."
  default     = "key.pub"
}

variable "bound" {
  description = "Which of the two pairs opens the machine: first or second."
  default     = "first"
}

# An imported pair: whoever has the private key has it already.
resource "tencentcloud_key_pair" "first" {
  key_name   = "tf_first"
  public_key = file(var.public_key_file)
}

# A made pair: its private key is in the state.
resource "tencentcloud_key_pair" "second" {
  key_name = "tf_second"
}

resource "tencentcloud_instance" "machine" {
  instance_name              = "tf"
  availability_zone          = "ap-guangzhou-3"
  image_id                   = "img-487zeit5"
  instance_type              = "S5.MEDIUM4"
  system_disk_type           = "CLOUD_PREMIUM"
  system_disk_size           = 50
  allocate_public_ip         = true
  internet_max_bandwidth_out = 1
  key_ids                    = [var.bound == "second" ? tencentcloud_key_pair.second.id : tencentcloud_key_pair.first.id]
  force_stop                 = true # a running machine is stopped to change its pairs, and started again
}

output "instance_id" {
  value = tencentcloud_instance.machine.id
}

output "private_key" {
  description = "Of the second pair."
  value       = tencentcloud_key_pair.second.private_key
  sensitive   = true
}
