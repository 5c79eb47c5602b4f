#!/bin/bash -l
#SBATCH --job-name=notebook
#SBATCH --partition=gpu
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --gres=gpu:a100_10g:1
#SBATCH --cpus-per-task=2
#SBATCH --mem=8G
#SBATCH --time=04:00:00

port=$(shuf -i 8000-9999 -n 1)
echo "ssh -N -L $port:$(hostname):$port login-node"
jupyter lab --no-browser --ip="$(hostname)" --port="$port"
