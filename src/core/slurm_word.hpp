// Words that may stand in a Slurm option.
#pragma once

#include <string_view>

namespace migadvise {

/// Whether `text` may stand in a Slurm option without quotes: 1 to 64 letters, digits and `_ - . + @`, not begun with `-`. So
/// nothing that a shell or a job script would read as more than a word.
bool is_slurm_word(std::string_view text);

}  // namespace migadvise
