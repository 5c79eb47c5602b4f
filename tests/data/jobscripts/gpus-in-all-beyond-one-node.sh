#!/bin/bash -l
#SBATCH --partition=gpu
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --time=8:00:00
#SBATCH --nodes=1
#SBATCH --gpus=a100:6

python train.py
