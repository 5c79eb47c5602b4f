#!/bin/bash -l
#SBATCH --partition=gpu
#SBATCH --qos=high_ab123
#SBATCH --account=ab123
#SBATCH --nodes=1
#SBATCH --gpus-per-node=a100:4
#SBATCH --cpus-per-task=32
#SBATCH --mem=256G
#SBATCH --time=2-00:00:00

torchrun --standalone --nproc-per-node=4 pretrain.py
