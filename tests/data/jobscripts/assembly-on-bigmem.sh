#!/bin/bash -l
#SBATCH --partition=bigmem
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --cpus-per-task=16
#SBATCH --mem=256G
#SBATCH --time=2-12:00:00

spades.py -t 16 -m 250 -1 left.fq.gz -2 right.fq.gz -o assembly
