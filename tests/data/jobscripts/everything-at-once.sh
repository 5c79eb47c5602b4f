#!/bin/bash
#SBATCH --job-name=train
#SBATCH --queue=gpu
#SBATCH --qos=normal
#SBATCH --account=YOUR_ACCOUNT
#SBATCH --ntasks=4
#SBATCH --gres=gpu:a100_10gb:4
#SBATCH --mem=64
#SBATCH --time=48h

python train.py
