#!/bin/bash -l
#SBATCH --partition=gpu
#SBATCH --qos=low
#SBATCH --account=ab123
#SBATCH --gres=gpu:a100_40g:1
#SBATCH --cpus-per-task=8
#SBATCH --time=3-00:00:00
#SBATCH --requeue
#SBATCH --open-mode=append

# Preempted jobs start again: go on from the last checkpoint.
python train.py --resume auto
