#!/bin/bash -l
#SBATCH --partition=gpu
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --gpus=a100:2
#SBATCH --ntasks-per-gpu=4
#SBATCH --time=1:00:00

srun ./simulate
