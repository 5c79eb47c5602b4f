#!/bin/bash -l
#SBATCH --partition=gpu
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --time=8:00:00
#SBATCH --gpus=a100:2
#SBATCH --gpus-per-task=a100:1
#SBATCH --cpus-per-task=4

srun ./solver input.dat
