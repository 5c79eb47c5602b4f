#!/bin/bash -l
#SBATCH --partition=debug_gpu
#SBATCH --qos=debug
#SBATCH --account=ab123
#SBATCH --gres=gpu:a100_10g:1
#SBATCH --array=1-10%1
#SBATCH --time=0:30:00

python fold.py
