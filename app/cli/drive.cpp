#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/context.hpp"
#include "app/cli/workplace.hpp"
#include "engine/base/error.hpp"
#include "engine/base/json_text.hpp"
#include "engine/study/assigned.hpp"

namespace collimate {
namespace {

using nlohmann::json;

constexpr int protocol = 1;
constexpr std::size_t longest_line = 64 * 1024;
constexpr int deepest = 8;
constexpr double usual_seconds = 60.0;
constexpr double longest_seconds = 24 * 3600;

struct DriveOptions {
    std::filesystem::path bank;
    std::filesystem::path record;
    std::uint64_t seed = 0;
};

// ---------------------------------------------------------------- reading

enum class Line { read, too_long, end };

/// One line without its end. A line over the limit is read to its end and dropped, so that memory stays bounded.
Line read_line(std::FILE* in, std::string& line) {
    line.clear();
    bool dropped = false;
    for (int c = std::getc(in); c != EOF; c = std::getc(in)) {
        if (c == '\n') return dropped ? Line::too_long : Line::read;
        if (line.size() < longest_line)
            line += static_cast<char>(c);
        else
            dropped = true;
    }
    if (dropped) return Line::too_long;
    return line.empty() ? Line::end : Line::read;
}

/// One JSON object, of bounded depth and without a key given twice.
json parse_request(const std::string& line) {
    json request = parse_foreign_json(line, deepest);
    if (!request.is_object()) throw Refused("a line is one JSON object");
    return request;
}

const json* member(const json& request, const char* name) {
    const auto found = request.find(name);
    return found == request.end() || found->is_null() ? nullptr : &*found;
}

std::string text_of(const json& request, const char* name) {
    const json* value = member(request, name);
    if (!value || !value->is_string()) throw Refused(fmt::format("\"{}\" is missing or not a text", name));
    return value->get<std::string>();
}

double number_of(const json& value, const char* name, double low, double high) {
    if (!value.is_number()) throw Refused(fmt::format("\"{}\" is not a number", name));
    const double number = value.get<double>();
    if (!(number >= low && number <= high))
        throw Refused(fmt::format("\"{}\" is not between {} and {}", name, low, high));
    return number;
}

std::int64_t integer_of(const json& value, const char* name, std::int64_t low, std::int64_t high) {
    if (!value.is_number_integer()) throw Refused(fmt::format("\"{}\" is not a whole number", name));
    const bool beyond = value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(high);
    if (beyond || value.get<std::int64_t>() < low || value.get<std::int64_t>() > high)
        throw Refused(fmt::format("\"{}\" is not between {} and {}", name, low, high));
    return value.get<std::int64_t>();
}

Day day_of(const json& request, const char* name) {
    const std::string text = text_of(request, name);
    const auto day = parse_day(text);
    if (!day) throw Refused(fmt::format("\"{}\" is no date; write 2027-01-15", text));
    return *day;
}

// ---------------------------------------------------------------- the driver

/// Answers one request after the other. Time stands still until `advance` moves it.
class Driver {
public:
    Driver(Workplace place, std::uint64_t seed) : place_(std::move(place)), seed_(seed) {}

    [[nodiscard]] json answer(const json& request);
    void close();
    [[nodiscard]] bool said_bye() const { return said_bye_; }

private:
    [[nodiscard]] Desk& desk() const { return *place_.desk; }
    [[nodiscard]] const Outline& outline() const { return desk().outline(); }
    [[nodiscard]] const std::string& code(int area) const {
        return outline().areas[static_cast<std::size_t>(area)].code;
    }
    [[nodiscard]] Now now() const;

    [[nodiscard]] json hello() const;
    [[nodiscard]] json advance(const json& request);
    [[nodiscard]] json goal(const json& request);
    [[nodiscard]] json next(const json& request) const;
    [[nodiscard]] json record_answer(const json& request);
    [[nodiscard]] json areas() const;
    [[nodiscard]] json forecast(const json& request) const;
    [[nodiscard]] json form(const json& request) const;
    [[nodiscard]] json bye();

    [[nodiscard]] Response response_of(const json& request, const Instance& question) const;

    Workplace place_;
    std::uint64_t seed_;
    std::optional<Now> now_;
    SittingId sitting_ = 0;
    bool said_bye_ = false;
};

json Driver::answer(const json& request) {
    const std::string op = text_of(request, "op");
    if (op == "hello") return hello();
    if (op == "advance") return advance(request);
    if (op == "goal") return goal(request);
    if (op == "next") return next(request);
    if (op == "answer") return record_answer(request);
    if (op == "areas") return areas();
    if (op == "forecast") return forecast(request);
    if (op == "form") return form(request);
    if (op == "bye") return bye();
    throw Refused(fmt::format(
        "\"{}\" is not an op; they are hello, advance, goal, next, answer, areas, forecast, form, bye", op));
}

void Driver::close() {
    if (sitting_ == 0) return;
    desk().end_sitting(sitting_, now());
    sitting_ = 0;
}

Now Driver::now() const {
    if (!now_) throw Refused("time has not begun; send {\"op\":\"advance\",\"to\":...} first");
    return *now_;
}

json Driver::hello() const {
    json areas = json::array();
    for (std::size_t leaf = 0; leaf < desk().frame().weight.size(); ++leaf) {
        const int area = outline().leaves()[leaf];
        areas.push_back({{"code", code(area)},
                         {"title", outline().areas[static_cast<std::size_t>(area)].title},
                         {"weight", desk().frame().weight[leaf]}});
    }
    return {{"protocol", protocol}, {"exam", outline().exam}, {"items", desk().heads().size()}, {"areas", areas}};
}

json Driver::advance(const json& request) {
    const std::string text = text_of(request, "to");
    const auto to = parse_time(text);
    if (!to) throw Refused(fmt::format("\"{}\" is no time; write 2026-12-01T09:00:00Z", text));
    if (now_ && to->ms < now_->ms) throw Refused(fmt::format("time does not go back; it is {}", format_time(now_->ms)));
    now_ = to;
    return {{"now", format_time(to->ms)}};
}

json Driver::goal(const json& request) {
    const json* minutes = member(request, "minutes_per_day");
    if (!minutes) throw Refused("\"minutes_per_day\" is missing");
    const std::optional<Day> day =
        member(request, "exam_date") ? std::optional(day_of(request, "exam_date")) : std::nullopt;
    desk().set_goal(day, static_cast<int>(integer_of(*minutes, "minutes_per_day", 1, 24 * 60)), now());
    return {{"days", day ? json(*day - now().day) : json(nullptr)}};
}

json Driver::next(const json& request) const {
    const std::string name = member(request, "policy") ? text_of(request, "policy") : "plan";
    const auto policy = policy_from(name);
    if (!policy) throw Refused(fmt::format("\"{}\" is not a policy; they are plan, due, weakest, random", name));
    const auto next = desk().next(*policy, now(), seed_);
    if (!next) return {{"item", nullptr}};
    const ItemHead& head = desk().heads()[static_cast<std::size_t>(next->ordinal)];
    return {{"item", head.id},
            {"area", code(head.area)},
            {"type", name_of(head.type)},
            {"options", head.shown_options},
            {"chance", head.chance},
            {"difficulty", head.difficulty},
            {"seen", desk().state().item(head.id).all.answers},
            {"points", head.points},
            {"why", name_of(next->why)}};
}

/// Letters of the options shown, in letter order: what the positions of `choice` count, from 1. Of a hotspot these are
/// its named regions as the author listed them (`options` tells how many); a mark outside all of them is `correct`
/// false.
std::string letters_in_order(const Instance& question) {
    std::string letters;
    for (const Choice& choice : question.choices) letters += choice.letter;
    std::sort(letters.begin(), letters.end());
    return letters;
}

/// A single answer names one option, an order all of them, a select-multiple at least one.
void check_count(std::size_t chosen, const Instance& question) {
    const std::size_t shown = question.choices.size();
    const bool fits = question.type == ItemType::multiple ? chosen > 0
                      : question.type == ItemType::order  ? chosen == shown
                                                          : chosen == 1;
    if (fits) return;
    const std::string wanted = question.type == ItemType::multiple ? "at least one option"
                               : question.type == ItemType::order  ? fmt::format("all {} options", shown)
                                                                   : "one option";
    throw Refused(fmt::format("{} asks for {}; \"choice\" names {}", question.item, wanted, chosen));
}

std::string chosen_letters(const json& choice, const Instance& question) {
    if (!choice.is_array()) throw Refused("\"choice\" is a list of positions or letters");
    check_count(choice.size(), question);
    const std::string shown = letters_in_order(question);
    std::string letters;
    for (const json& each : choice) {
        if (each.is_string() && each.get_ref<const std::string&>().size() == 1) {
            letters += each.get_ref<const std::string&>();
        } else {
            const auto last = static_cast<std::int64_t>(shown.size());
            letters += shown[static_cast<std::size_t>(integer_of(each, "choice", 1, last)) - 1];
        }
    }
    return letters;
}

Response right_response(const Instance& question) {
    Response response;
    if (question.type != ItemType::numeric)
        response.letters = key_letters(question);
    else
        for (const Choice& choice : question.choices)
            if (choice.right) response.number = choice.value;
    return response;
}

Response Driver::response_of(const json& request, const Instance& question) const {
    const json* correct = member(request, "correct");
    const json* choice = member(request, "choice");
    const json* number = member(request, "number");
    if ((correct != nullptr) + (choice != nullptr) + (number != nullptr) != 1)
        throw Refused("give exactly one of \"correct\", \"choice\" and \"number\"");
    if (choice && question.type == ItemType::numeric) throw Refused(question.item + " asks for a \"number\"");
    if (number && question.type != ItemType::numeric) throw Refused(question.item + " asks for a \"choice\"");
    if (correct && !correct->is_boolean()) throw Refused("\"correct\" is true or false");
    Response response;
    if (correct && correct->get<bool>()) response = right_response(question);
    if (choice) response.letters = chosen_letters(*choice, question);
    if (number) response.number = number_of(*number, "number", -1e300, 1e300);
    const std::string confidence = member(request, "confidence") ? text_of(request, "confidence") : "none";
    const auto known = confidence_from(confidence);
    if (!known) throw Refused(fmt::format("\"{}\" is no confidence; they are guess, unsure, sure", confidence));
    response.confidence = *known;
    const json* seconds = member(request, "seconds");
    response.elapsed_ms =
        std::llround(1000.0 * (seconds ? number_of(*seconds, "seconds", 0.0, longest_seconds) : usual_seconds));
    return response;
}

json Driver::record_answer(const json& request) {
    const Instance question = desk().present(text_of(request, "item"));
    const Response response = response_of(request, question);
    if (sitting_ == 0)
        sitting_ = desk().start_sitting({.kind = SittingKind::driver, .seed = seed_, .settings = "{}"}, now());
    const AnswerResult result = desk().answer(sitting_, question, response, now());
    return {{"correct", result.right},
            {"rating", static_cast<int>(result.rating)},
            {"retrievability", result.retrievability ? json(*result.retrievability) : json(nullptr)},
            {"stability", result.stability},
            {"due", format_day(result.due)}};
}

json Driver::areas() const {
    json list = json::array();
    for (const AreaStanding& area : desk().areas(now_ ? now_->day : desk().state().day)) {
        if (!area.leaf) continue;
        list.push_back({{"code", code(area.area)},
                        {"weight", area.weight},
                        {"n", area.fresh.answers},
                        {"theta", area.standing.theta},
                        {"se", area.standing.se},
                        {"p_weak", area.standing.p_weak},
                        {"points_lost", area.standing.points_lost}});
    }
    return {{"areas", list}};
}

json Driver::forecast(const json& request) const {
    const Day today = now().day;
    const Day at = member(request, "at") ? day_of(request, "at") : today;
    if (at < today) throw Refused("\"at\" lies in the past");
    const Readiness readiness = desk().forecast(today, at);
    json sections = json::array();
    const std::vector<int> categories = outline().children_of(-1);
    for (std::size_t i = 0; i < readiness.forecast.sections.size(); ++i) {
        const Interval& section = readiness.forecast.sections[i];
        sections.push_back(
            {{"code", code(categories[i])}, {"score", section.median}, {"low", section.low}, {"high", section.high}});
    }
    return {{"at", format_day(at)},
            {"p_pass", readiness.forecast.p_pass},
            {"median", readiness.forecast.scaled.median},
            {"low", readiness.forecast.scaled.low},
            {"high", readiness.forecast.scaled.high},
            {"cut", readiness.cut},
            {"sections", sections},
            {"basis", readiness.basis}};
}

json Driver::form(const json& request) const {
    const json* seed = member(request, "seed");
    if (!seed) throw Refused("\"seed\" is missing");
    const json* length = member(request, "length");
    const Form form =
        form_of(desk().bank(), nullptr,
                length ? std::optional(static_cast<int>(integer_of(*length, "length", 1, 100'000))) : std::nullopt,
                static_cast<std::uint64_t>(integer_of(*seed, "seed", 0, std::numeric_limits<std::int64_t>::max())));
    json items = json::array();
    for (const FormItem& item : form.items)
        items.push_back(
            {{"item", desk().heads()[static_cast<std::size_t>(item.ordinal)].id}, {"area", code(item.area)}});
    return {{"items", items}};
}

json Driver::bye() {
    close();
    said_bye_ = true;
    return json::object();
}

json refusal(const std::string& reason) { return {{"ok", false}, {"error", reason}}; }

/// Whatever is wrong with a line is told in its place, and the session goes on.
json reply_to(Driver& driver, Line state, const std::string& line) {
    if (state == Line::too_long) return refusal(fmt::format("the line is longer than {} bytes", longest_line));
    try {
        json reply = driver.answer(parse_request(line));
        reply["ok"] = true;
        return reply;
    } catch (const json::parse_error& error) {
        return refusal(fmt::format("not valid JSON; the fault is at byte {} of the line", error.byte));
    } catch (const json::exception&) {
        return refusal("not valid JSON; a number or a text in the line is out of range");
    } catch (const Refused& refused) {
        return refusal(refused.what());
    } catch (const WorldFailed& failed) {
        return refusal(failed.what());
    }
}

void drive(const Context& context, const DriveOptions& options) {
    Bank bank = Bank::open(options.bank);
    auto record = open_record(context, options.record);
    const Now last = {.ms = record->last_saved_ms(), .day = record->state(bank.outline().exam).day};
    Driver driver(workplace_of(std::move(record), std::move(bank), last), options.seed);
    std::string line;
    while (!driver.said_bye()) {
        const Line state = read_line(stdin, line);
        if (state == Line::end) break;
        const json reply = reply_to(driver, state, line);
        fmt::print("{}\n", json_text(reply));
        std::fflush(stdout);
    }
    driver.close();
}

}  // namespace

void add_drive_command(CLI::App& app, Context& context) {
    const auto options = std::make_shared<DriveOptions>();
    CLI::App* command = app.add_subcommand("drive", "JSON lines on standard input and output, with a virtual clock");
    command->add_option("--bank", options->bank, "Bank file")->required();
    command->add_option("--record", options->record, "Record file; made where there is none")->required();
    command->add_option("--seed", options->seed, "Decides among equals; the same seed asks the same")
        ->check(seed_fault)
        ->capture_default_str();
    command->callback([options, &context] { drive(context, *options); });
}

}  // namespace collimate
