#!/bin/bash -l
#SBATCH --partition=gpu
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --time=8:00:00
#SBATCH --gpus=a100:1
#SBATCH --cpus-per-gpu=8
#SBATCH --cpus-per-task=8

python train.py
