#!/bin/bash -l
#SBATCH --partition=gpu
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --gres=gpu:a100:2
#SBATCH --time=8:00:00
#SBATCH --gpus=a100:2
#SBATCH --nodes=1
#SBATCH --cpus-per-task=8

torchrun --standalone --nproc-per-node=2 train.py
