#!/bin/bash
#BSUB -J blast
#SBATCH --partition=general
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --time=06:00:00

blastp -query q.fa -db nr -out hits.txt
