#!/bin/bash -l
#SBATCH --partition=gpu
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --time=8:00:00
#SBATCH --nodes=2
#SBATCH --gpus=a100:4
#SBATCH --gpus-per-task=a100:1

srun ./solver
