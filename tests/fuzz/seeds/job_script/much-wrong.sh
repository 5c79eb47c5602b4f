#!/bin/bash -l
#SBATCH --job-name=my job
#SBATCH --output=%x.$SLURM_JOB_ID.out
# SBATCH --error=%x.err
#SBATCH --partition=gpu
#SBATCH –qos=standard
#SBATCH --account=$PI_ucid
#SBATCH --gres=gpu:1g.10gb:2
#SBATCH --time=10h --mem=64G
#SBATCH --cpus-per-task=8 --ntasks=2 - -array=1-4
module load x
#SBATCH --mem=3G
python train.py
