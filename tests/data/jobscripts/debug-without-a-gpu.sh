#!/bin/bash
#SBATCH --partition=debug
#SBATCH --qos=debug
#SBATCH --account=ab123
#SBATCH --cpus-per-task=2
#SBATCH --time=1:00:00

make -j 2 && ctest
