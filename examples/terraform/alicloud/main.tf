terraform {
  required_providers {
    alicloud = { source = "aliyun/alicloud" }
  }
}

provider "alicloud" {
  access_key             = "LTAIkeyplane"
  secret_key             = "keyplane"
  region                 = "cn-hangzhou"
  protocol               = "HTTP"
  skip_region_validation = true
  account_type           = "Domestic" # without it the provider asks another service at a fixed host

  endpoints {
    ecs = "127.0.0.1:7420"
    sts = "127.0.0.1:7420"
  }
}

variable "public_key_file" {
  description = "An RSA or Ed25519 public key, as ssh-keygen writes it."
  default     = "key.pub"
}

variable "bound" {
  description = "Which of the two pairs opens the machine: first or second."
  default     = "first"
}

# An imported pair: whoever has the private key has it already.
resource "alicloud_ecs_key_pair" "first" {
  key_pair_name = "tf-first"
  public_key    = file(var.public_key_file)
}

# A made pair: its private key is written to key_file.
resource "alicloud_ecs_key_pair" "second" {
  key_pair_name = "tf-second"
  key_file      = "second.pem"
}

resource "alicloud_instance" "machine" {
  instance_name              = "tf"
  image_id                   = "aliyun_3_x64_20G_alibase_20240819.vhd"
  instance_type              = "ecs.g6.large"
  security_groups            = ["sg-bp1abcdefgh"]
  vswitch_id                 = "vsw-bp1abcdefgh"
  internet_max_bandwidth_out = 1
  system_disk_category       = "cloud_essd"
  system_disk_size           = 40
  key_name                   = var.bound == "second" ? alicloud_ecs_key_pair.second.key_pair_name : alicloud_ecs_key_pair.first.key_pair_name
}

output "instance_id" {
  value = alicloud_instance.machine.id
}
