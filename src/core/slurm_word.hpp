// Words that may stand in a Slurm option or another line of a job script.
#pragma once

#include <string_view>

namespace migadvise {

/// Whether `text` may stand in a Slurm option without quotes: 1 to 64 letters, digits and `_ - . + @`, not begun with `-`. So
/// nothing that a shell or a job script would read as more than a word.
bool is_slurm_word(std::string_view text);

/// Whether `text` may be the name of a software module, such as `PyTorch/2.1.2-foss-2023a-CUDA-12.1.1`: 1 to 200 letters, digits
/// and `_ - . + /`, not begun with `-`.
bool is_module_name(std::string_view text);

}  // namespace migadvise
