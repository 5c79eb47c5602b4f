#!/bin/bash -l
#SBATCH --partition=gpu
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --gres=gpu:a100_20g:1
#SBATCH --cpus-per-task=2
#SBATCH --time=8:00:00
#SBATCH --time-min=12:00:00

module load Miniforge3
python train.py
