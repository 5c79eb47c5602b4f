#!/bin/bash -l
#SBATCH --partition=gpu
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --gres=gpu:a100_20g:1
#SBATCH --time=8:00:00
#SBATCH --mem-per=4G

python train.py
