#!/bin/bash -l
#SBATCH --partition=gpu
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --ntasks=2
#SBATCH --gpus-per-task=a100:1
#SBATCH --cpus-per-task=4
#SBATCH --time=06:00:00

srun ./solver input.dat
