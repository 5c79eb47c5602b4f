// 128-bit products: two 64-bit figures multiplied never overflow here.
#pragma once

namespace migadvise {

__extension__ using Int128 = __int128;

}  // namespace migadvise
