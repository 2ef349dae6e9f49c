terraform {
  required_providers {
    volcengine = { source = "volcengine/volcengine" }
  }
}

provider "volcengine" {
  access_key               = "AKLTkeyplane"
  secret_key               = "keyplane"
  region                   = "cn-beijing"
  endpoint                 = "127.0.0.1:7420"
  disable_ssl              = true
  enable_standard_endpoint = false # true, its default, makes the provider ignore the endpoint
}

variable "public_key_file" {
  description = "An RSA public key, as ssh-keygen writes it."
  default     = "key.pub"
}

variable "bound" {
  description = "Which of the two pairs is bound: first or second."
  default     = "first"
}

# An imported pair: whoever has the private key has it already.
resource "volcengine_ecs_key_pair" "first" {
  key_pair_name = "tf-first"
  public_key    = file(var.public_key_file)
  project_name  = "default" # without it each plan shows a change
}

# A made pair: its private key is written to key_file.
resource "volcengine_ecs_key_pair" "second" {
  key_pair_name = "tf-second"
  key_file      = "second.pem"
  project_name  = "default"
}

resource "volcengine_ecs_instance" "machine" {
  instance_name        = "tf"
  host_name            = "tf"
  image_id             = "image-ybvelinux20lts00x640"
  instance_type        = "ecs.g3i.large"
  instance_charge_type = "PostPaid"
  system_volume_type   = "ESSD_PL0"
  system_volume_size   = 40
  subnet_id            = "subnet-abc"
  security_group_ids   = ["sg-abc"]
  key_pair_name        = volcengine_ecs_key_pair.first.key_pair_name
}

# The provider ignores a change of key_pair_name alone; another pair is bound like this. It works after a reboot.
resource "volcengine_ecs_key_pair_associate" "second" {
  count       = var.bound == "second" ? 1 : 0
  instance_id = volcengine_ecs_instance.machine.id
  key_pair_id = volcengine_ecs_key_pair.second.id
}

output "instance_id" {
  value = volcengine_ecs_instance.machine.id
}
