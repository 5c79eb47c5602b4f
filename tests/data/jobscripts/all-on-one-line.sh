#!/bin/bash
#SBATCH -p gpu --qos=standard -A ab123 --gres=gpu:a100_10g:1 -c 1 -t 4:00:00

python embed.py corpus.txt
