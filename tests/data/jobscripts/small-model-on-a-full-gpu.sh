#!/bin/bash -l
#SBATCH --partition=gpu
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --gres=gpu:a100:1
#SBATCH --time=8:00:00
#SBATCH --cpus-per-task=4

python finetune.py --model 0.5b
