#!/bin/bash -l
#SBATCH --job-name="night run"
#SBATCH --comment='second try, smaller batch'
#SBATCH --partition="gpu"
#SBATCH --qos='standard'
#SBATCH --account="ab123"
#SBATCH "--gres=gpu:a100_20g:1"
#SBATCH --time="12:00:00"

python train.py --batch-size 64
