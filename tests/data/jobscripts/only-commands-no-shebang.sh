module load Miniforge3
python train.py
