#!/bin/bash -l
#SBATCH --partition=general
#SBATCH --qos=standard
#SBATCH --account=ab123
#SBATCH --time=00:30:00

for seed in 1 2 3; do
  cat >run-$seed.sh <<END
#!/bin/bash
#SBATCH --partition=gpu
#SBATCH --qos=low
#SBATCH --gres=gpu:a100_10g:1
#SBATCH --time=12:00:00
python train.py --seed $seed
END
  sbatch run-$seed.sh
done
