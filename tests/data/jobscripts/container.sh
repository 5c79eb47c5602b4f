#!/bin/bash
#SBATCH --partition=gpu
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --gres=gpu:a100_20g:1
#SBATCH --cpus-per-task=4
#SBATCH --export=ALL
#SBATCH --time=05:00:00

apptainer exec --nv pytorch.sif python /project/ab123/train.py
