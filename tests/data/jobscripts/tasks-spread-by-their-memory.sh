#!/bin/bash -l
#SBATCH --partition=gpu
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --gres=gpu:a100:1
#SBATCH --time=8:00:00
#SBATCH --ntasks=4
#SBATCH --mem-per-cpu=200G

srun ./solver
