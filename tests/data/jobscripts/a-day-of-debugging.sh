#!/bin/bash -l
#SBATCH --partition=debug_gpu
#SBATCH --qos=debug
#SBATCH --account=ab123
#SBATCH --gres=gpu:a100_10g:1
#SBATCH --time=24:00:00

python train.py
