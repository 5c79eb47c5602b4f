#!/bin/bash -l
#SBATCH --partition=debug_gpu
#SBATCH --qos=debug
#SBATCH --account=ab123
#SBATCH --gres=gpu:a100_20g:1
#SBATCH --cpus-per-task=4
#SBATCH --mem=16G
#SBATCH --time=00:30:00

nvidia-smi -L
python train.py --steps 20
