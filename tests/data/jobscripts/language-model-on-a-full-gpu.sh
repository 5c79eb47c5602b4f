#!/bin/bash -l
#SBATCH --job-name=llama
#SBATCH --partition=gpu
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --nodes=1
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=16
#SBATCH --mem=64G
#SBATCH --gres=gpu:a100:1
#SBATCH --time=16:00:00

export HF_HOME=/project/ab123/hf
vllm serve model --gpu-memory-utilization 0.9
