// What the progress screen shows; it is painted in progress_draw.cpp.
#include "app/screens/progress.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "app/screens/phrases.hpp"
#include "app/screens/question.hpp"
#include "app/screens/words.hpp"
#include "app/widgets/typed_date.hpp"

namespace collimate {
namespace {

constexpr Day month_days = 30;
constexpr std::size_t most_sittings = 12;
constexpr std::size_t most_exams = 8;
constexpr int memory_steps = 16;    // days drawn between today and the exam
constexpr Day memory_horizon = 30;  // where no exam date is set
constexpr int practise_length = 20;

bool hidden(const Outline& outline, const ProgressDraft& draft, int area) {
    for (int at = outline.areas[static_cast<std::size_t>(area)].parent; at >= 0;
         at = outline.areas[static_cast<std::size_t>(at)].parent)
        if (draft.closed.contains(at)) return true;
    return false;
}

/// Mean chance of remembering what was seen, by area; branches over all beneath them.
std::vector<std::optional<double>> kept_by_area(const Model& model, Day today) {
    const Outline& outline = model.bank->outline();
    std::vector<double> sum(outline.areas.size(), 0.0);
    std::vector<int> seen(outline.areas.size(), 0);
    for (const ItemHead& head : model.desk->heads()) {
        if (head.retired || !model.desk->state().item(head.id).seen()) continue;
        const double chance = model.desk->retrievability_of(head.id, today);
        for (int at = head.area; at >= 0; at = outline.areas[static_cast<std::size_t>(at)].parent) {
            sum[static_cast<std::size_t>(at)] += chance;
            ++seen[static_cast<std::size_t>(at)];
        }
    }
    std::vector<std::optional<double>> kept(outline.areas.size());
    for (std::size_t i = 0; i < kept.size(); ++i)
        if (seen[i] > 0) kept[i] = sum[i] / seen[i];
    return kept;
}

std::vector<PointLine> lines_of_leaf(const Model& model, const Area& leaf) {
    std::vector<std::string> ids;
    for (const LearningPoint& point : model.bank->points())
        if (point.area == leaf.code) ids.push_back(point.id);
    std::vector<PointLine> lines = point_lines(model, ids);
    const auto rank = [](const PointLine& line) {
        return line.tone == ui::Tone::bad ? 0 : line.tone == ui::Tone::neutral ? 1 : 2;
    };
    std::stable_sort(lines.begin(), lines.end(),
                     [&](const PointLine& a, const PointLine& b) { return rank(a) < rank(b); });
    return lines;
}

std::string heat_words(const AreaStanding& standing) {
    if (standing.fresh.answers == 0) return "\u2013";
    if (standing.standing.few) return fmt::format("{:.0f}\u00A0?", 100 * standing.standing.expected);
    return percent(standing.standing.expected);
}

ProgressArea area_line(const Model& model, const AreaStanding& standing, const PointCounts& points) {
    const Outline& outline = model.bank->outline();
    const Area& area = outline.areas[static_cast<std::size_t>(standing.area)];
    ProgressArea line = {.area = standing.area,
                         .depth = outline.depth_of(standing.area),
                         .branch = !standing.leaf,
                         .name = area.title,
                         .heat = heat_words(standing),
                         .share = standing.standing.expected,
                         .few = standing.standing.few,
                         .answers = standing.standing.few ? fmt::format("only {}", standing.fresh.answers)
                                                          : thousands(standing.fresh.answers)};
    if (standing.fresh.answers == 0) line.answers = "none";
    line.scarce = standing.standing.few && standing.fresh.answers > 0;
    if (standing.leaf) line.interval = {standing.standing.expected_low, standing.standing.expected_high};
    line.points = points.all == 0 ? "\u2013" : fmt::format("{} of {}", points.known, points.all);
    line.points_detail =
        fmt::format("{}: {} known, {} missed, {} not met yet", counted(points.all, "learning point", "learning points"),
                    points.known, points.missed, points.all - points.met);
    return line;
}

std::vector<ProgressArea> area_lines(const Model& model, const ProgressDraft& draft, Day today) {
    const Outline& outline = model.bank->outline();
    const std::vector<AreaStanding> standings = model.desk->areas(today);
    const std::vector<PointCounts> points = model.desk->points_by_area();
    const std::vector<std::optional<double>> kept = kept_by_area(model, today);
    std::vector<ProgressArea> lines;
    for (const AreaStanding& standing : standings) {
        if (hidden(outline, draft, standing.area)) continue;
        const auto i = static_cast<std::size_t>(standing.area);
        ProgressArea line = area_line(model, standing, points[i]);
        line.kept = kept[i];
        line.open = standing.leaf ? draft.open_leaf == standing.area : !draft.closed.contains(standing.area);
        if (standing.leaf && line.open) line.lines = lines_of_leaf(model, outline.areas[i]);
        lines.push_back(std::move(line));
    }
    return lines;
}

/// Round figures around everything drawn, the cut included.
std::pair<double, double> axis_around(double low, double high, double step) {
    return {std::floor(low / step) * step, std::ceil(high / step) * step};
}

AbilityView ability_of(const Model& model, const ProgressDraft& draft, Day today) {
    const Outline& outline = model.bank->outline();
    AbilityView view = {.scope = "if sat that day, 80\u00A0% band", .cut = outline.scale.cut};
    const Day from = draft.period == Period::month ? today - month_days : 0;
    for (const DayForecast& day : model.desk->history())
        if (day.day >= from && day.day < today)
            view.days.push_back({day.day, day.scaled.low, day.scaled.median, day.scaled.high});
    const Interval now = model.desk->forecast(today, today).forecast.scaled;
    if (model.desk->state().all.answers > 0) view.days.push_back({today, now.low, now.median, now.high});
    if (view.days.size() < 2) {
        view.empty = "One day of study is a point, two are a line: come back tomorrow.";
        return view;
    }
    double low = view.cut, high = view.cut;
    for (const DatedBand& day : view.days) low = std::min(low, day.low), high = std::max(high, day.high);
    std::tie(view.axis_low, view.axis_high) = axis_around(low, high, axis_step(outline));
    view.first_day = short_date(view.days.front().day);
    view.last_day = "today";
    view.you = "you " + fmt::format("{:.0f}", now.median);
    view.pass = "pass " + fmt::format("{:.0f}", view.cut);
    return view;
}

/// One item's memory walked forward: `reviewing` with each review done when due and right, else left alone.
class MemoryWalk {
public:
    MemoryWalk(const MemoryModel& model, const ItemState& item, bool reviewing)
        : model_(model), memory_(item.memory), last_(item.last_day), due_(item.due), reviewing_(reviewing) {}

    /// Days are asked for in order.
    double chance_on(Day day) {
        while (reviewing_ && due_ < day) {
            memory_ = review(model_.parameters, memory_, due_ - last_, Rating::good);
            last_ = due_;
            due_ = last_ +
                   std::max<Day>(
                       1, static_cast<Day>(std::lround(interval(model_.parameters, memory_.stability, model_.wanted))));
        }
        return retrievability(model_.parameters, std::max(0, day - last_), memory_.stability);
    }

private:
    const MemoryModel& model_;
    Memory memory_;
    Day last_, due_;
    bool reviewing_;
};

std::vector<DatedBand> memory_curve(const Model& model, Day today, Day until, bool reviewing) {
    std::vector<DatedBand> curve;
    const Day span = until - today;
    for (int i = 0; i <= memory_steps; ++i) {
        const Day day = today + span * i / memory_steps;
        if (curve.empty() || curve.back().day < day) curve.push_back({.day = day});
    }
    int seen = 0;
    for (const ItemHead& head : model.desk->heads()) {
        const ItemState& item = model.desk->state().item(head.id);
        if (head.retired || !item.seen()) continue;
        ++seen;
        // What is overdue is reviewed today at the earliest.
        ItemState from = item;
        from.due = std::max(from.due, today);
        MemoryWalk walk(model.desk->state().model, from, reviewing);
        for (DatedBand& point : curve) point.middle += walk.chance_on(point.day);
    }
    for (DatedBand& point : curve) point.middle = seen > 0 ? point.middle / seen : 0.0;
    return curve;
}

MemoryView memory_of(const Model& model, Day today) {
    int seen = 0;
    for (const ItemHead& head : model.desk->heads())
        seen += !head.retired && model.desk->state().item(head.id).seen() ? 1 : 0;
    if (seen == 0) return {.empty = "Nothing seen yet, so nothing to forget."};
    const auto exam = model.desk->state().goal.exam_day;
    const bool dated = exam && *exam > today;
    const Day until = dated ? *exam : today + memory_horizon;
    MemoryView view = {.scope = "of " + counted(seen, "question", "questions") + " seen, share remembered",
                       .stopping = memory_curve(model, today, until, false),
                       .reviewing = memory_curve(model, today, until, true)};
    view.today = percent(view.stopping.front().middle);
    view.stop = percent(view.stopping.back().middle);
    view.keep = percent(view.reviewing.back().middle);
    view.last_day = dated ? "exam " + short_date(until) : short_date(until);
    return view;
}

AreaMemoryView area_memory_of(const Model& model, Day today) {
    const Desk& desk = *model.desk;
    const MemoryByArea memory = desk.memory_by_area(today);
    AreaMemoryView view = {.button = desk.state().fit ? "Fit my memory again" : "Fit my memory"};
    std::vector<std::string> titles;
    for (const AreaMemory& area : memory.areas) {
        const std::string& title = desk.outline().areas[static_cast<std::size_t>(area.area)].title;
        titles.push_back(title);
        view.lines.push_back({.name = title,
                              .kept = area.kept,
                              .few = area.few,
                              .figure = percent(area.kept),
                              .seen = thousands(area.seen) + " seen",
                              .hover = counted(static_cast<std::int64_t>(area.reviews), "answer", "answers") +
                                       " to a question met on an earlier day"});
    }
    const std::string contrast = contrast_sentence(memory, titles);
    if (!contrast.empty()) view.words.push_back(unbroken(contrast));
    for (const std::string& words : fit_sentences(desk.state())) view.words.push_back(unbroken(words));
    view.can_fit = repeats(desk.state()) >= least_reviews_to_fit;
    view.reason = fmt::format("It takes {} answers to questions met before.", least_reviews_to_fit);
    if (model.fitting) view.fitting = model.fitting->share();
    return view;
}

SectionsView sections_of(const Model& model, Day today) {
    const Outline& outline = model.bank->outline();
    const Forecast now = model.desk->forecast(today, today).forecast;
    const std::vector<int> categories = outline.children_of(-1);
    SectionsView view = {.scope = "80\u00A0% interval", .cut = outline.scale.cut};
    view.cut_label = fmt::format("pass {:.0f}", view.cut);
    double low = view.cut, high = view.cut;
    for (std::size_t i = 0; i < categories.size() && i < now.sections.size(); ++i) {
        const Interval& score = now.sections[i];
        low = std::min(low, score.low);
        high = std::max(high, score.high);
        view.lines.push_back({.name = outline.areas[static_cast<std::size_t>(categories[i])].title,
                              .low = score.low,
                              .median = score.median,
                              .high = score.high,
                              .score = fmt::format("{:.0f}", score.median)});
    }
    std::tie(view.axis_low, view.axis_high) = axis_around(low, high, axis_step(outline));
    return view;
}

std::string_view kind_words(SittingKind kind) {
    switch (kind) {
        case SittingKind::practice:
            return "Practice";
        case SittingKind::review:
            return "Review";
        case SittingKind::mock:
            return "Mock exam";
        case SittingKind::driver:
            return "By the driver";
    }
    return {};
}

std::vector<SittingLine> sitting_lines(const Model& model) {
    std::vector<SittingLine> lines;
    for (const auto& [id, sitting] : model.desk->state().sittings) {
        if (sitting.answers.answers == 0 || sitting.started.kind == SittingKind::mock) continue;
        lines.push_back(
            {.when = short_date(sitting.day),
             .what = std::string(kind_words(sitting.started.kind)) + (sitting.ended_ms ? "" : ", not ended"),
             .right = fmt::format("{} of {}", sitting.answers.right, sitting.answers.answers),
             .time = duration(sitting.elapsed_ms)});
    }
    std::reverse(lines.begin(), lines.end());
    return lines;
}

void add_exams(ProgressView& view, const Model& model) {
    view.exams = past_scores(model, most_exams);
    view.exams_cut = model.bank->outline().scale.cut;
    double low = view.exams_cut, high = view.exams_cut + 1;
    for (const PastScore& exam : view.exams) low = std::min(low, exam.low), high = std::max(high, exam.high);
    std::tie(view.exams_low, view.exams_high) = axis_around(low, high, axis_step(model.bank->outline()));
}

// ---- what to study, how one works ------------------------------------------

TopicsView topics_of(const Model& model, Day today) {
    const Desk& desk = *model.desk;
    const bool known = desk.outline().scored_items.has_value();
    TopicsView view = {.scope =
                           fmt::format("exam points they cost, of {}{}", known ? "" : "about ", desk.frame().items)};
    for (const TopicFinding& topic : topics_to_study(desk, today)) {
        view.lines.push_back({.title = topic.title,
                              .points = one_decimal(topic.points),
                              .words = fmt::format("likely {:.1f} to {:.1f}", topic.low, topic.high),
                              .evidence = unbroken(topic.evidence),
                              .few = !topic.enough});
        view.areas.push_back(desk.outline().areas[static_cast<std::size_t>(topic.area)].code);
    }
    view.practise = view.lines.size() == 3 ? "Practise these three" : "Practise these";
    return view;
}

// ---- the real exam ---------------------------------------------------------

std::optional<double> typed_score(const std::string& text) {
    double score = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), score);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return score;
}

/// A day without its year is the last such day.
std::optional<Day> typed_past_date(const std::string& text, Day today) {
    constexpr Day last_year = 364;
    return ui::typed_date(text, today - last_year);
}

/// The result as entered so far; absent while something is missing.
std::optional<OutcomeTold> entered_result(const ProgressDraft& draft, Day today) {
    const auto day = typed_past_date(draft.result_date, today);
    const auto score = typed_score(draft.result_score);
    if (!day || !draft.passed || (!draft.result_score.empty() && !score)) return std::nullopt;
    return OutcomeTold{.exam_day = *day, .passed = *draft.passed, .scaled = score};
}

void add_entry(RealResultsView& view, const Model& model, const ProgressDraft& draft, Day today) {
    if (!draft.entering) return;
    const auto day = typed_past_date(draft.result_date, today);
    if (const auto result = entered_result(draft, today)) {
        view.entry = capitalized(outcome_fault(*result, model.bank->outline().scale, today));
        view.entry_ready = view.entry.empty();
        view.entry_faulty = !view.entry_ready;
        if (view.entry_ready) view.entry = date_words(result->exam_day);
    } else if (!draft.result_date.empty() && !day) {
        view.entry = "Write the date as 9 Jan 2027.";
    } else if (!draft.result_score.empty() && !typed_score(draft.result_score)) {
        view.entry = "The score is a number, or left empty.";
        view.entry_faulty = true;
    } else {
        view.entry = draft.result_date.empty() ? "When was it?" : "Passed or not?";
    }
}

RealResultsView real_results(const Model& model, const ProgressDraft& draft, Day today) {
    RealResultsView view;
    for (const auto& [day, outcome] : model.desk->state().outcomes) {
        const std::string year = format_day(day).substr(0, 4);
        view.lines.push_back({.day = day,
                              .when = short_date(day) + " " + year,
                              .what = std::string(outcome.passed ? "Passed" : "Not passed") +
                                      (outcome.scaled ? fmt::format(", {:g}", *outcome.scaled) : "")});
    }
    std::reverse(view.lines.begin(), view.lines.end());
    view.words = view.lines.empty()
                     ? "Have you sat it? Tell how it went, and the forecast learns how hard it really is."
                     : unbroken(model.desk->outcome_link().words);
    add_entry(view, model, draft, today);
    return view;
}

std::string subtitle_of(const ExamState& state) {
    if (state.all.answers == 0) return "no answers yet";
    return counted(state.all.answers, "answer", "answers") + " on " +
           counted(static_cast<std::int64_t>(state.days.size()), "day", "days");
}

/// The dots' axis: wide enough for every interval, on tens of percent.
void fit_axis(ProgressView& view) {
    double low = view.cut, high = view.cut;
    for (const ProgressArea& area : view.areas) {
        low = std::min(low, area.interval ? area.interval->first : area.share);
        high = std::max(high, area.interval ? area.interval->second : area.share);
    }
    const auto [from, to] = axis_around(100 * low, 100 * high, 10.0);
    view.axis_low = from / 100;
    view.axis_high = to / 100;
}

}  // namespace

ProgressView progress_view(const Model& model, const ProgressDraft& draft, Now now) {
    const Outline& outline = model.bank->outline();
    const ExamState& state = model.desk->state();
    ProgressView view = {.subtitle = subtitle_of(state),
                         .basis = unbroken(model.desk->forecast(now.day, now.day).basis),
                         .cut = model.desk->frame().cut,
                         .cut_label = fmt::format("pass {:.0f}{}", 100 * model.desk->frame().cut,
                                                  outline.cut.assumed ? " (assumed)" : ""),
                         .areas = area_lines(model, draft, now.day),
                         .ability = ability_of(model, draft, now.day),
                         .calendar = calendar_view(model, draft.calendar, now),
                         .memory = memory_of(model, now.day),
                         .area_memory = area_memory_of(model, now.day),
                         .sections = sections_of(model, now.day),
                         .topics = topics_of(model, now.day),
                         .findings = finding_lines(findings(model.desk->habits())),
                         .real = real_results(model, draft, now.day),
                         .sittings = sitting_lines(model),
                         .nothing_yet = state.all.answers == 0};
    if (view.findings.empty())
        view.findings_empty =
            "Say with an answer how sure you are, and take your time or not: what that does shows here.";
    if (view.sittings.size() > most_sittings) {
        view.earlier = fmt::format("{} earlier", view.sittings.size() - most_sittings);
        view.sittings.resize(most_sittings);
    }
    add_exams(view, model);
    fit_axis(view);
    return view;
}

void update(Model& model, ProgressDraft& draft, const ProgressEvent& event, Now now) {
    struct Does {
        Model& model;
        ProgressDraft& draft;
        Now now;

        void operator()(const progress::Fold& fold) const {
            if (draft.closed.erase(fold.area) == 0) draft.closed.insert(fold.area);
        }
        void operator()(const progress::OpenLeaf& leaf) const {
            draft.open_leaf = draft.open_leaf == leaf.area ? std::nullopt : std::optional(leaf.area);
        }
        void operator()(const progress::SetPeriod& set) const { draft.period = set.period; }
        void operator()(const progress::PractiseArea& practise) const {
            start({model.bank->outline().areas[static_cast<std::size_t>(practise.area)].code});
        }
        void operator()(const progress::PractiseTopics&) const { start(topics_of(model, now.day).areas); }
        void operator()(const progress::EntryChanged&) const {}
        void operator()(const progress::KeepResult&) const {
            const auto result = entered_result(draft, now.day);
            if (!result || !outcome_fault(*result, model.bank->outline().scale, now.day).empty()) return;
            model.desk->tell_outcome(*result, now);
            draft.entering = false;
        }
        void operator()(const progress::WithdrawResult& withdraw) const {
            model.desk->tell_outcome({.exam_day = withdraw.day, .withdrawn = true}, now);
        }
        void start(std::vector<std::string> areas) const {
            SessionSettings settings = {.length = practise_length};
            settings.filter.areas = std::move(areas);
            Session session = Session::start(*model.desk, std::move(settings), now, model.new_seed());
            if (session.phase() == Phase::finished) {
                model.toast = Message{.text = "The bank has no questions in this area yet.", .shown_ms = now.ms};
                return;
            }
            model.session.emplace(std::move(session));
            model.place = Place::question;
        }
        void operator()(const CalendarEvent& calendar) const { update(model, draft.calendar, calendar, now); }
        void operator()(const progress::FitMemory&) const { begin_fit(model, now); }
        void operator()(const progress::StopFit&) const { model.fitting.reset(); }
        void operator()(const progress::Start&) const { model.place = Place::today; }
        void operator()(const progress::OpenReport& open) const { open_report(model, open.sitting); }
    };
    std::visit(Does{model, draft, now}, event);
}

std::span<const KeyHelp> progress_keys() {
    static constexpr std::array<KeyHelp, 3> keys{
        {{"Up, Down", "move between the areas, or the days"},
         {"Space or Enter", "fold a branch; open the learning points of an area"},
         {"Tab", "to the next part of the page"}}};
    return keys;
}

}  // namespace collimate
