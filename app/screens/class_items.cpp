// What a class's answers say of the questions; painted in class_items_draw.cpp.
#include "app/screens/class_items.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <numeric>
#include <tuple>

#include "app/screens/phrases.hpp"
#include "app/screens/words.hpp"

namespace collimate {
namespace {

constexpr std::size_t items_stem_signs = 160;

/// The answers of one exam with what they say.
struct AnswersOf {
    std::string exam;
    const cohort::ClassMatrix* first = nullptr;
    const ResponseAnalysis* analysis = nullptr;
};

/// That of the class first, then those given elsewhere.
std::vector<AnswersOf> sources_of(const ClassFacts& facts) {
    std::vector<AnswersOf> sources;
    if (facts.report) sources.push_back({"Practice and mock exams", &facts.report->first, &facts.report->analysis});
    for (const cohort::OtherExam& other : facts.report ? facts.report->others : facts.answered)
        sources.push_back({other.exam, &other.first, &other.analysis});
    return sources;
}

AnswersOf source_at(const ClassFacts& facts, std::size_t source) {
    const std::vector<AnswersOf> sources = sources_of(facts);
    return sources.empty() ? AnswersOf{} : sources[std::min(source, sources.size() - 1)];
}

/// `a` as A, `ac` as A, C; what is no letter stays as it is.
std::string option_name(const std::string& label) {
    const bool letters =
        std::all_of(label.begin(), label.end(), [](unsigned char sign) { return std::isalpha(sign) != 0; });
    std::string name;
    for (const char sign : label) {
        if (letters && !name.empty()) name += ", ";
        name += letters ? static_cast<char>(std::toupper(static_cast<unsigned char>(sign))) : sign;
    }
    return name;
}

std::string option_name(const cohort::ClassMatrix& first, std::size_t item, std::optional<int> option) {
    return option ? option_name(first.labels[item][static_cast<std::size_t>(*option)]) : std::string("none");
}

std::optional<Item> item_in_bank(const ClassFacts& facts, const std::string& id) {
    if (!facts.bank) return std::nullopt;
    const auto ordinal = facts.bank->find(id);
    return ordinal ? std::optional(facts.bank->item(*ordinal)) : std::nullopt;
}

int dead_options(const ItemAnalysis& analysis) {
    return static_cast<int>(std::count_if(analysis.options.begin(), analysis.options.end(),
                                          [](const OptionAnalysis& option) { return option.non_functioning; }));
}

bool needs_a_look(const ItemAnalysis& analysis) { return analysis.key_suspect || analysis.negative_discrimination; }

std::string flag_of(const ItemAnalysis& analysis) {
    if (analysis.key_suspect) return "check the key";
    if (analysis.negative_discrimination) return "wrong way round";
    const int dead = dead_options(analysis);
    return dead == 0 ? "" : dead == 1 ? "1 option unused" : fmt::format("{} options unused", dead);
}

std::vector<std::string> flag_sentences(const cohort::ClassMatrix& first, std::size_t item,
                                        const ItemAnalysis& analysis) {
    std::vector<std::string> sentences;
    if (analysis.key_suspect)
        sentences.push_back(
            option_name(first, item, analysis.key_suspect) +
            " goes with ability more than the key: check the key. By the counts and correlations of all options it is "
            "right itself with a chance of " +
            percent(analysis.key_doubt) + ".");
    if (analysis.negative_discrimination)
        sentences.push_back(
            "Those who do well elsewhere get this one wrong more often than those who do not: look for a wrong key or "
            "a second right answer.");
    for (const OptionAnalysis& option : analysis.options)
        if (option.non_functioning)
            sentences.push_back(option_name(first, item, option.option) +
                                " is chosen by hardly anybody: it does not distract.");
    return sentences;
}

ClassItemRow row_of(const ClassFacts& facts, const AnswersOf& source, std::size_t item) {
    const ItemAnalysis& analysis = source.analysis->items[item];
    ClassItemRow row = {.id = source.first->items[item],
                        .n = thousands(static_cast<std::int64_t>(analysis.n)),
                        .facility = class_number(analysis.facility, NumberForm::percent),
                        .point_biserial = class_number(analysis.point_biserial, NumberForm::decimals),
                        .flag = flag_of(analysis),
                        .serious = needs_a_look(analysis)};
    if (const auto known = item_in_bank(facts, row.id)) row.stem = opening(plain(known->stem), items_stem_signs);
    return row;
}

/// Suspect keys first, then negative discrimination, then unused options, then by how little they tell.
std::vector<std::size_t> by_need(const ResponseAnalysis& analysis) {
    std::vector<std::size_t> order(analysis.items.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto need = [&](std::size_t at) {
        const ItemAnalysis& item = analysis.items[at];
        return std::tuple(!item.key_suspect.has_value(), !item.negative_discrimination, -dead_options(item),
                          !item.point_biserial.value.has_value(), item.point_biserial.value.value_or(0.0));
    };
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return need(a) < need(b); });
    return order;
}

void add_form(ClassItemsView& view, const FormAnalysis& form) {
    view.form_scope = fmt::format("{} who met all {} questions, 95\u00A0% interval", form.n, form.items);
    if (!form.mean.value && !form.kr20.value) {
        view.form_none = form.n == 0 ? "No candidate has met every question, so there is no form to speak of: in "
                                       "practice everybody meets different ones. A mock exam or a sheet of answers "
                                       "from elsewhere is a form."
                                     : why_withheld(form.kr20);
        return;
    }
    view.form = {{"Mean", class_number(form.mean, NumberForm::score), fmt::format("right of {}", form.items)},
                 {"Spread", class_number(form.sd, NumberForm::score), "standard deviation"},
                 {"KR-20", class_number(form.kr20, NumberForm::decimals), "reliability, 0 to 1"},
                 {"SEM", class_number(form.sem, NumberForm::score), "standard error of a score"}};
}

void add_figures(ClassItemView& view, const ItemAnalysis& analysis, const Statistic& seconds) {
    view.figures = {{"Right", class_number(analysis.facility, NumberForm::percent), "share of those who met it"},
                    {"Point-biserial", class_number(analysis.point_biserial, NumberForm::decimals),
                     "right here with right elsewhere"},
                    {"Upper less lower 27\u00A0%", class_number(analysis.discrimination_27, NumberForm::decimals),
                     "difference of the shares right"}};
    if (seconds.n > 0)
        view.figures.push_back({"Median time", class_number(seconds, NumberForm::seconds), "from seeing it to answering"});
    for (const ClassFormLine& line : view.figures)
        if (!line.number.why.empty() && std::find(view.why.begin(), view.why.end(), line.number.why) == view.why.end())
            view.why.push_back(line.number.why);
}

std::string text_of(const std::optional<Item>& known, const std::string& label) {
    if (!known || label.size() != 1) return "";
    for (const Option& option : known->options)
        if (option.letter == std::tolower(static_cast<unsigned char>(label[0]))) return plain(option.text);
    return "";
}

void add_options(ClassItemView& view, const AnswersOf& source, std::size_t item, const ItemAnalysis& analysis,
                 const std::optional<Item>& known) {
    bool thirds = false;
    for (const OptionAnalysis& option : analysis.options) {
        ClassOptionLine line = {.label = option_name(*source.first, item, option.option),
                                .key = option.key,
                                .chosen = thousands(static_cast<std::int64_t>(option.chosen)),
                                .share = option.share.value.value_or(0.0),
                                .shares = class_number(option.share, NumberForm::percent),
                                .by_third = option.by_third,
                                .point_biserial = class_number(option.point_biserial, NumberForm::decimals)};
        line.text = option.option ? text_of(known, source.first->labels[item][static_cast<std::size_t>(*option.option)])
                                  : std::string("no option chosen");
        if (option.non_functioning) line.note = "unused";
        thirds = thirds || option.by_third.has_value();
        view.options.push_back(std::move(line));
    }
    if (view.options.empty())
        view.no_options = "The answers to this question are not options, or there are too many different ones.";
    view.thirds_note = thirds ? "Share of the lower, middle and upper third by ability. The key should rise, the "
                                "others fall."
                              : "Too few candidates met it to tell the thirds by ability apart.";
}

}  // namespace

std::vector<ClassChip> class_sources(const ClassFacts& facts, std::size_t current) {
    std::vector<ClassChip> sources;
    const auto add = [&](std::string name, const ResponseAnalysis& analysis) {
        const auto flagged = std::count_if(analysis.items.begin(), analysis.items.end(), needs_a_look);
        sources.push_back({.name = std::move(name),
                           .count = flagged > 0 ? fmt::format("{} to look at", flagged) : std::string(),
                           .on = sources.size() == current});
    };
    for (const AnswersOf& source : sources_of(facts)) add(source.exam, *source.analysis);
    return sources;
}

ClassItemsView class_items_view(const ClassFacts& facts, std::size_t at) {
    ClassItemsView view;
    const AnswersOf source = source_at(facts, at);
    if (source.first == nullptr || source.analysis->items.empty()) return view;
    int serious = 0;
    for (const std::size_t item : by_need(*source.analysis)) {
        view.rows.push_back(row_of(facts, source, item));
        serious += view.rows.back().serious ? 1 : 0;
    }
    view.scope = counted(static_cast<std::int64_t>(source.first->candidates.size()), "candidate", "candidates") +
                 ", first answers, 95\u00A0% interval";
    const std::string all = counted(static_cast<std::int64_t>(view.rows.size()), "question", "questions");
    view.flags = serious == 0 ? all + ", none that needs a look"
                              : fmt::format("{} of {} {} a look", serious, all, serious == 1 ? "needs" : "need");
    add_form(view, source.analysis->form);
    return view;
}

std::optional<ClassItemView> class_item_view(const ClassFacts& facts, std::size_t at, const std::string& id) {
    const AnswersOf source = source_at(facts, at);
    if (source.first == nullptr) return std::nullopt;
    const auto& items = source.first->items;
    const auto found = std::find(items.begin(), items.end(), id);
    if (found == items.end()) return std::nullopt;
    const auto item = static_cast<std::size_t>(found - items.begin());
    const ItemAnalysis& analysis = source.analysis->items[item];
    const std::optional<Item> known = item_in_bank(facts, id);
    ClassItemView view = {.id = id, .flags = flag_sentences(*source.first, item, analysis)};
    if (known) {
        view.stem = marked(known->stem);
        const Outline& outline = facts.bank->outline();
        if (const auto area = outline.find(known->area))
            view.area = outline.areas[static_cast<std::size_t>(*area)].title;
    } else {
        view.no_stem = "The text of this question is not in the banks here.";
    }
    add_figures(view, analysis, median_seconds(*source.first, item));
    add_options(view, source, item, analysis, known);
    return view;
}

}  // namespace collimate
