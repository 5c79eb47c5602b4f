#!/usr/bin/env python3
#SBATCH --partition=gpu
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --gres=gpu:a100_10g:1
#SBATCH --time=00:45:00

import torch

print(torch.cuda.get_device_name(0))
