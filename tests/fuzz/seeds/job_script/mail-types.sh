#!/bin/bash -l
#SBATCH --partition=gpu
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --gres=gpu:a100_20g:1
#SBATCH --cpus-per-task=2
#SBATCH --time=8:00:00
#SBATCH --mail-type="END, FAIL"

module load Miniforge3
python train.py
