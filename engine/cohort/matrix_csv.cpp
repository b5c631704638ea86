#include "engine/cohort/matrix_csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "engine/base/characters.hpp"
#include "engine/base/csv.hpp"
#include "engine/base/error.hpp"

namespace collimate::cohort {
namespace {

constexpr std::size_t longest_sheet_line = std::size_t{1} << 20;
constexpr std::size_t longest_id = 120;
constexpr std::string_view not_presented_mark = "-";

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::string upper(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return result;
}

/// A choice as it is compared: upper case, several options sorted and joined by semicolons.
std::string choice_from(std::string_view cell) {
    constexpr std::string_view between = ";|/";
    const std::string text = upper(trimmed(cell));
    if (text.find_first_of(between) == std::string::npos) return text;
    std::vector<std::string> parts;
    for (std::size_t from = 0; from <= text.size();) {
        const std::size_t end = std::min(text.find_first_of(between, from), text.size());
        if (const std::string_view part = trimmed(std::string_view(text).substr(from, end - from)); !part.empty())
            parts.emplace_back(part);
        from = end + 1;
    }
    std::sort(parts.begin(), parts.end());
    parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
    return fmt::format("{}", fmt::join(parts, ";"));
}

bool several(const std::string& choice) { return choice.find(';') != std::string::npos; }

/// A spreadsheet would compute it: it begins with =, @, or with + or - before something that is no number.
bool is_formula(std::string_view cell) {
    if (cell.empty() || cell == not_presented_mark) return false;
    if (cell.front() == '=' || cell.front() == '@') return true;
    if (cell.front() != '+' && cell.front() != '-') return false;
    return cell.find_first_not_of("0123456789.,", 1) != std::string_view::npos || cell.size() == 1;
}

/// One letter or digit: options that have an order and, up to the highest seen, no gaps.
bool is_ordinal(const std::string& label) {
    return label.size() == 1 && ((label[0] >= 'A' && label[0] <= 'Z') || is_digit(label[0]));
}

/// Numbers the different choices of one item as they come.
class ChoiceNumbers {
public:
    std::uint32_t number(const std::string& choice) {
        const auto [found, is_new] = numbers_.try_emplace(choice, static_cast<std::uint32_t>(numbers_.size()));
        return found->second;
    }
    const std::map<std::string, std::uint32_t>& all() const { return numbers_; }

private:
    std::map<std::string, std::uint32_t> numbers_;
};

/// The key is numbered before any answer.
constexpr std::uint32_t key_number = 0;

struct SheetAnswer {
    std::uint32_t candidate = 0;
    std::uint32_t item = 0;
    std::optional<std::uint32_t> choice;  ///< number in the item's `ChoiceNumbers`; absent where nothing was chosen
};

class SheetReader {
public:
    explicit SheetReader(const std::filesystem::path& file)
        : csv_(file, {.longest_line = longest_sheet_line,
                      .line_holds = fmt::format("one candidate and at most {} questions", most_sheet_items),
                      .separators = ",;\t"}) {}

    AnswerSheet read() {
        read_items();
        read_keys();
        while (next())
            if (!blank()) read_candidate();
        if (sheet_.answers.candidates.empty() && sheet_.absent.empty())
            throw Refused(fmt::format("{} holds no candidate; from row 3 on give one candidate a row: an id, then the "
                                      "options chosen",
                                      csv_.file()));
        number_options();
        fill_matrix();
        return std::move(sheet_);
    }

private:
    bool next() {
        if (!csv_.next()) return false;
        check_text();
        return true;
    }

    bool blank() const {
        return std::all_of(cells().begin(), cells().end(), [](const auto& cell) { return trimmed(cell).empty(); });
    }

    const std::vector<std::string>& cells() const { return csv_.fields(); }

    [[noreturn]] void refuse(std::string_view fault, std::string_view remedy) const { csv_.refuse(fault, remedy); }

    void check_text() const {
        const std::string& line = csv_.line();
        if (line.starts_with("PK\x03\x04"))
            refuse("this is a spreadsheet or an archive, no CSV", "save the sheet as CSV UTF-8");
        if (line.find('\0') != std::string::npos || !is_utf8(line))
            refuse("the text is not UTF-8", "save the sheet as CSV UTF-8");
        for (const std::string& cell : cells())
            if (const auto bad = find_bad_character(cell))
                refuse(fmt::format("\"{}\" holds {}", visible(cell.substr(0, longest_id)), bad->what), bad->remedy);
    }

    /// A cell without the spaces around it; no formula.
    std::string_view cell(std::size_t at) const {
        const std::string_view text = trimmed(cells()[at]);
        if (is_formula(text))
            refuse(fmt::format("column {}, \"{}\", is a formula", at + 1, text.substr(0, longest_id)),
                   "export values instead of formulas");
        return text;
    }

    void read_items() {
        if (!next())
            throw Refused(fmt::format("{} is empty; row 1 names the questions, row 2 their keys, then one row a candidate",
                                      csv_.file()));
        for (std::size_t at = 0; at < cells().size(); ++at) header_.emplace_back(cell(at));
        if (header_.size() > most_sheet_items + 1)
            refuse(fmt::format("{} columns", header_.size()),
                   fmt::format("give at most {} questions", most_sheet_items));
    }

    void read_keys() {
        do {
            if (!next())
                throw Refused(fmt::format("{} ends before the row of keys; row 2 holds the key of each question",
                                          csv_.file()));
        } while (blank());
        if (cells().size() != header_.size())
            refuse(fmt::format("{} cells where row 1 has {}", cells().size(), header_.size()),
                   "give each question its key");
        for (std::size_t at = 0; at < cells().size(); ++at) key_row_.emplace_back(choice_from(cell(at)));
        key_line_ = csv_.line_number();
    }

    /// Rows 1 and 2 begin with a cell over the candidates' ids, or do not and are one shorter than the others.
    void settle_first_column(std::size_t candidate_cells) {
        const bool keyed = says_key(key_row_[0]);
        if (keyed || candidate_cells != header_.size() + 1) {
            if (!keyed)
                throw Refused(fmt::format("{}:{}: row 2 begins with \"{}\", so it seems to be a candidate; put the row "
                                          "of keys there and begin it with \"key\"",
                                          csv_.file(), key_line_, key_row_[0].substr(0, longest_id)));
            header_.erase(header_.begin());
            key_row_.erase(key_row_.begin());
        }
        check_items();
        check_keys();
        sheet_.answers.items = header_;
        choices_.resize(header_.size());
        key_chosen_.resize(header_.size());
        for (std::size_t item = 0; item < header_.size(); ++item) (void)choices_[item].number(key_row_[item]);
        settled_ = true;
    }

    static bool says_key(const std::string& text) {
        if (text.empty()) return true;
        for (const char* word : {"KEY", "CORRECT", "ANSWER", "SOLUTION"})
            if (text.find(word) != std::string::npos) return true;
        return false;
    }

    void check_items() const {
        std::unordered_set<std::string_view> seen;
        const auto refuse_item = [&](std::size_t item, std::string_view fault, std::string_view remedy) {
            throw Refused(fmt::format("{}:1: question {}: {}; {}", csv_.file(), item + 1, fault, remedy));
        };
        if (header_.empty()) refuse_item(0, "there is none", "name the questions in row 1");
        for (std::size_t item = 0; item < header_.size(); ++item) {
            if (header_[item].empty()) refuse_item(item, "it has no id", "name it, or remove the empty column");
            if (header_[item].size() > longest_id)
                refuse_item(item, "its id is too long", fmt::format("keep to {} bytes", longest_id));
            if (!seen.insert(header_[item]).second)
                refuse_item(item, fmt::format("the id {} stands twice", header_[item]), "give each question its own id");
        }
    }

    void check_keys() const {
        for (std::size_t item = 0; item < key_row_.size(); ++item)
            if (key_row_[item].empty() || key_row_[item] == not_presented_mark)
                throw Refused(fmt::format("{}:{}: question {} has no key; write the right option, or remove the column",
                                          csv_.file(), key_line_, header_[item]));
    }

    void read_candidate() {
        if (!settled_) settle_first_column(cells().size());
        if (cells().size() != header_.size() + 1)
            refuse(fmt::format("{} cells instead of {}", cells().size(), header_.size() + 1),
                   "give an id and one cell a question, empty where it was not answered");
        const std::string id(cell(0));
        check_candidate(id);
        std::size_t answered = 0;
        for (std::size_t at = 1; at < cells().size(); ++at) {
            const std::string_view text = cell(at);
            if (!text.empty() && text != not_presented_mark) ++answered;
        }
        if (answered == 0) {
            sheet_.absent.push_back(id);
            return;
        }
        for (std::size_t item = 0; item < header_.size(); ++item) add_answer(item, cell(item + 1));
        sheet_.answers.candidates.push_back(id);
    }

    void check_candidate(const std::string& id) {
        if (id.empty()) refuse("the candidate has no id", "begin the row with one");
        if (id.size() > longest_id) refuse("the candidate's id is too long", fmt::format("keep to {} bytes", longest_id));
        if (const std::string word = upper(id); word == "KEY" || word == "KEYS")
            refuse("a second row of keys", "keep one; for two forms import two files");
        if (!ids_.insert(id).second)
            refuse(fmt::format("the candidate {} stands twice", id), "keep the first attempt, one row a candidate");
        if (ids_.size() > most_sheet_candidates)
            refuse(fmt::format("more than {} candidates", most_sheet_candidates), "import one year at a time");
    }

    void add_answer(std::size_t item, std::string_view text) {
        if (text == not_presented_mark) {
            ++sheet_.not_presented;
            return;
        }
        if (answers_.size() == most_sheet_responses)
            refuse(fmt::format("more than {} answers", most_sheet_responses), "import one year at a time");
        SheetAnswer answer{.candidate = static_cast<std::uint32_t>(sheet_.answers.candidates.size()),
                           .item = static_cast<std::uint32_t>(item)};
        if (text.empty())
            ++sheet_.unanswered;
        else
            answer.choice = choices_[item].number(choice_from(text));
        if (answer.choice == key_number) key_chosen_[item] = true;
        answers_.push_back(answer);
    }

    // ---- When all rows are read ----

    void number_options() {
        for (std::size_t item = 0; item < sheet_.answers.items.size(); ++item) {
            if (several(key_row_[item])) refuse_two_keys(item);
            sheet_.answers.labels.push_back(labels_of(choices_[item], key_row_[item]));
            ItemOptions& options = sheet_.answers.options.emplace_back();
            const std::vector<std::string>& labels = sheet_.answers.labels.back();
            options.options = static_cast<int>(labels.size());
            const auto key = std::find(labels.begin(), labels.end(), key_row_[item]);
            if (key != labels.end()) options.keys = {static_cast<int>(key - labels.begin())};
        }
    }

    /// A key `A;C` asks for both. Where nobody chose several options but some one of them, it meant either.
    void refuse_two_keys(std::size_t item) const {
        if (key_chosen_[item]) return;
        bool chosen_one = false;
        for (const auto& [choice, number] : choices_[item].all()) {
            if (number == key_number) continue;
            if (several(choice)) return;
            chosen_one = chosen_one || (";" + key_row_[item] + ";").find(";" + choice + ";") != std::string::npos;
        }
        if (chosen_one)
            throw Refused(fmt::format("{}:{}: question {} has two keys, {}, and nobody chose both; keep one key, or "
                                      "remove the question",
                                      csv_.file(), key_line_, sheet_.answers.items[item], key_row_[item]));
    }

    static std::vector<std::string> labels_of(const ChoiceNumbers& choices, const std::string& key) {
        std::vector<std::string> labels;
        for (const auto& [choice, number] : choices.all()) labels.push_back(choice);
        if (std::all_of(labels.begin(), labels.end(), is_ordinal)) {
            const bool digits = is_digit(key[0]);
            const bool one_kind = std::all_of(labels.begin(), labels.end(),
                                              [&](const std::string& label) { return is_digit(label[0]) == digits; });
            if (one_kind) {
                const char first = digits ? std::min('1', labels.front()[0]) : 'A';
                const char last = labels.back()[0];
                labels.clear();
                for (char c = first; c <= last; ++c) labels.emplace_back(1, c);
            }
        }
        if (labels.size() > most_sheet_labels) labels.clear();
        return labels;
    }

    void fill_matrix() {
        std::vector<std::vector<ResponseCell>> cell_of(sheet_.answers.items.size());
        for (std::size_t item = 0; item < cell_of.size(); ++item) {
            const std::vector<std::string>& labels = sheet_.answers.labels[item];
            cell_of[item].resize(choices_[item].all().size());
            for (const auto& [choice, number] : choices_[item].all()) {
                const auto label = std::lower_bound(labels.begin(), labels.end(), choice);
                std::optional<int> option;
                if (label != labels.end()) option = static_cast<int>(label - labels.begin());
                cell_of[item][number] = ResponseCell(number == 0, option);
            }
        }
        std::vector<ScoredResponse> responses;
        responses.reserve(answers_.size());
        for (const SheetAnswer& answer : answers_)
            responses.push_back({.candidate = answer.candidate,
                                 .item = answer.item,
                                 .cell = answer.choice ? cell_of[answer.item][*answer.choice]
                                                       : ResponseCell(false, std::nullopt)});
        sheet_.answers.matrix = ResponseMatrix(sheet_.answers.candidates.size(), sheet_.answers.items.size(), responses);
    }

    CsvReader csv_;
    std::vector<std::string> header_;
    std::vector<std::string> key_row_;
    std::size_t key_line_ = 0;
    bool settled_ = false;
    AnswerSheet sheet_;
    std::vector<ChoiceNumbers> choices_;  ///< of an item; number 0 is its key
    std::vector<bool> key_chosen_;        ///< by anybody, of each item
    std::unordered_set<std::string> ids_;
    std::vector<SheetAnswer> answers_;
};

}  // namespace

AnswerSheet read_matrix_csv(const std::filesystem::path& file) { return SheetReader(file).read(); }

}  // namespace collimate::cohort
