#!/bin/bash -l
#SBATCH --partition=gpu
##SBATCH --partition=debug_gpu
#SBATCH --qos=standard
##SBATCH --qos=debug
#SBATCH --account=ab123
#SBATCH --gres=gpu:a100_20g:1
##SBATCH --gres=gpu:a100:4
#SBATCH --time=8:00:00

python train.py
