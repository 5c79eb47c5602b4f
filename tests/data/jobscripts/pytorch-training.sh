#!/bin/bash -l
#SBATCH --job-name=resnet
#SBATCH --output=%x.%j.out
#SBATCH --error=%x.%j.err
#SBATCH --partition=gpu
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --nodes=1
#SBATCH --ntasks-per-node=1
#SBATCH --cpus-per-task=4
#SBATCH --gres=gpu:a100_20g:1
#SBATCH --mem-per-cpu=4000M
#SBATCH --time=08:00:00

module purge
module load Miniforge3
conda activate torch

srun python train.py --epochs 90 --batch-size 256
