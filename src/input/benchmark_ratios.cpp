#include "input/benchmark_ratios.hpp"

#include <algorithm>

namespace migadvise {

namespace {

constexpr std::int64_t slowest_time = 1'000'000'000'000;
constexpr std::int64_t max_ratio = 1'000'000;
constexpr std::int64_t max_common_figure = 999'999'999'999'999'999;  // 18 digits

FarApart far_apart(const RelativeFigure& a, const RelativeFigure& b) {
  const auto [first, second] = std::ranges::minmax(a, b, {}, &RelativeFigure::point);
  return {first.cell, second.cell};
}

// The figures as whole numbers of the last place that any of them has.
Result<std::vector<std::int64_t>, FarApart> common_figures(const std::vector<RelativeFigure>& figures) {
  std::vector<std::int64_t> values;
  const auto scale = [](const RelativeFigure& figure) { return figure.number.scale; };
  const auto finest = std::ranges::max_element(figures, {}, scale);
  for (const RelativeFigure& figure : figures) {
    const auto unit = static_cast<std::int64_t>(power_of_ten(finest->number.scale));
    const auto value = scale_decimal(figure.number, unit, max_common_figure, Rounding::nearest);
    if (!value) {
      return far_apart(figure, *finest);
    }
    values.push_back(*value);
  }
  return values;
}

}  // namespace

std::optional<FarApart> set_ratios(BenchmarkDraft& draft) {
  const Result<std::vector<std::int64_t>, FarApart> values = common_figures(draft.figures);
  if (!values) {
    return values.error();
  }
  if (values->empty()) {
    return std::nullopt;
  }
  const auto [least, most] = std::ranges::minmax_element(*values);
  if (compare_products(*most, 1, *least, max_ratio) > 0) {
    return far_apart(draft.figures[static_cast<std::size_t>(least - values->begin())],
                     draft.figures[static_cast<std::size_t>(most - values->begin())]);
  }
  for (std::size_t i = 0; i < values->size(); ++i) {
    const std::int64_t value = (*values)[i];
    draft.benchmark.points[draft.figures[i].point].time = draft.pace == Pace::larger_is_faster
                                                              ? multiply_divide(slowest_time, *least, value)
                                                              : multiply_divide(slowest_time, value, *most);
  }
  return std::nullopt;
}

}  // namespace migadvise
