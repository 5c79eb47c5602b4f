#!/bin/bash -l
#SBATCH --job-name=ddp
#SBATCH --partition=gpu
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --nodes=1
#SBATCH --gres=gpu:a100:2
#SBATCH --cpus-per-task=16
#SBATCH --time=12:00:00

torchrun --standalone --nproc-per-node=2 train.py
