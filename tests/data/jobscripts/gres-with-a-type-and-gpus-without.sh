#!/bin/bash -l
#SBATCH --partition=gpu
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --gres=gpu:a100:2
#SBATCH --time=8:00:00
#SBATCH --gpus=2

python train.py
