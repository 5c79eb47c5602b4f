#!/bin/bash -l
#SBATCH --job-name=solver
#SBATCH --partition=cpu
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --time=4:00:00

./solver
