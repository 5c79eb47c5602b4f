#!/bin/bash -l
#SBATCH --partition=gpu
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --nodes=1
#SBATCH --gpus=a100:2
#SBATCH --cpus-per-task=8
#SBATCH --time=12:00:00

accelerate launch finetune.py
