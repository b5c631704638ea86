#include "engine/bank/bank.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <map>
#include <set>

#include "engine/bank/content.hpp"
#include "engine/bank/item_json.hpp"
#include "engine/bank/picture.hpp"
#include "engine/bank/schema.hpp"
#include "engine/bank/word_index.hpp"
#include "engine/base/error.hpp"
#include "engine/model/fsrs_fit.hpp"

namespace collimate {
namespace {

namespace fs = std::filesystem;

/// Virtual machine steps between two looks at the budget.
constexpr int steps_per_look = 50'000;
/// Looks a single small question may take: far above any honest one.
constexpr std::int64_t looks_per_question = 200;

/// `file:` URI of a path: nothing but plain characters unescaped. Immutable: no locks, no journal is looked for.
std::string immutable_uri(const fs::path& file) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string uri = "file:";
    for (const char c : fs::absolute(file).string()) {
        const auto byte = static_cast<unsigned char>(c);
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' ||
                              c == '.' || c == '-' || c == '_';
        if (is_plain)
            uri += c;
        else
            uri.append("%").append(1, digits[byte >> 4]).append(1, digits[byte & 15]);
    }
    return uri + "?mode=ro&immutable=1";
}

/// A plain look at the first bytes, so that a text file is called by its name before SQLite sees it.
void check_magic(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream || fs::is_directory(file))
        throw WorldFailed(file.string() + ": the bank cannot be read; check the path");
    std::array<char, 16> magic{};
    stream.read(magic.data(), magic.size());
    if (std::string_view(magic.data(), static_cast<std::size_t>(stream.gcount())) !=
        std::string_view("SQLite format 3\0", 16))
        throw Refused(file.string() + ": this is not a question bank; compile one with collimate-cli bank compile");
}

void harden(sqlite3* handle) {
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
    constexpr std::array<std::pair<int, int>, 10> limits = {{{SQLITE_LIMIT_LENGTH, 64 << 20},
                                                             {SQLITE_LIMIT_SQL_LENGTH, 10'000},
                                                             {SQLITE_LIMIT_COLUMN, 32},
                                                             {SQLITE_LIMIT_EXPR_DEPTH, 20},
                                                             {SQLITE_LIMIT_COMPOUND_SELECT, 2},
                                                             {SQLITE_LIMIT_VDBE_OP, 25'000},
                                                             {SQLITE_LIMIT_FUNCTION_ARG, 8},
                                                             {SQLITE_LIMIT_ATTACHED, 0},
                                                             {SQLITE_LIMIT_TRIGGER_DEPTH, 1},
                                                             {SQLITE_LIMIT_WORKER_THREADS, 0}}};
    for (const auto& [limit, value] : limits) sqlite3_limit(handle, limit, value);
}

}  // namespace

struct Bank::Impl {
    fs::path file;
    SQLite::Database database;
    std::int64_t looks_left = looks_per_question;
    Outline outline;
    std::string hash;
    int version = 0;
    std::int64_t items = 0;
    std::optional<CalibrationOrigin> calibration;
    std::optional<ClassMemory> memory;
    std::vector<OrdinalRange> ranges;
    std::map<std::string_view, SQLite::Statement> statements;
    std::string head_by_ordinal;
    std::optional<std::vector<LearningPoint>> points;

    explicit Impl(const fs::path& path)
        : file(path), database(immutable_uri(path), SQLite::OPEN_READONLY | SQLite::OPEN_URI) {
        sqlite3* handle = database.getHandle();
        harden(handle);
        sqlite3_progress_handler(
            handle, steps_per_look, [](void* self) { return static_cast<Impl*>(self)->looks_left-- > 0 ? 0 : 1; },
            this);
        database.exec("PRAGMA mmap_size = 0");
        database.exec("PRAGMA cell_size_check = 1");
    }

    /// Runs `question` with a fresh budget of steps; any fault of SQLite means the file is damaged.
    template <class Question>
    auto ask(Question question, std::int64_t looks = looks_per_question) {
        looks_left = looks;
        try {
            return question();
        } catch (const SQLite::Exception& error) {
            throw damaged(error.what());
        }
    }

    [[nodiscard]] Refused damaged(const std::string& fault) const {
        return Refused(file.string() + ": the bank is damaged (" + fault + "); compile or download it again");
    }

    void check_version() {
        const int application = database.execAndGet("PRAGMA application_id").getInt();
        if (application != bank_application_id)
            throw Refused(file.string() + ": this database is not a question bank; choose a .bank file");
        version = database.execAndGet("PRAGMA user_version").getInt();
        if (version > bank_schema_version)
            throw Refused(file.string() + ": the bank has format " + std::to_string(version) +
                          ", this program reads up to " + std::to_string(bank_schema_version) +
                          "; use a newer Collimate");
        if (version < authored_schema_version)
            throw Refused(file.string() + ": the bank has format " + std::to_string(version) +
                          ", this program reads from " + std::to_string(authored_schema_version) +
                          " on; compile it again");
    }

    void check_schema() {
        SQLite::Statement select(database, "SELECT type, name, sql FROM sqlite_schema");
        std::size_t found = 0;
        while (select.executeStep()) {
            const auto expected = bank_schema(version);
            const std::string type = select.getColumn(0).getString();
            const std::string name = select.getColumn(1).getString();
            const std::string sql = select.getColumn(2).getString();
            if (std::none_of(expected.begin(), expected.end(),
                             [&](const SchemaObject& o) { return o.type == type && o.name == name && o.sql == sql; }))
                throw Refused(file.string() + ": the file holds a " + type.substr(0, 20) + " '" + name.substr(0, 60) +
                              "' that no question bank has; do not use it");
            ++found;
        }
        if (found != bank_schema(version).size()) throw damaged("parts of its schema are missing");
    }

    void read_outline() {
        SQLite::Statement select(database, "SELECT hash, items, outline FROM bank");
        if (!select.executeStep()) throw damaged("it has no heading");
        hash = select.getColumn(0).getString();
        items = select.getColumn(1).getInt64();
        outline = outline_from_json(select.getColumn(2).getString());
        const std::int64_t last = database.execAndGet("SELECT ifnull(max(ordinal), -1) FROM head").getInt64();
        if (hash.size() != 64 || items < 0 || last != items - 1) throw damaged("its heading does not fit its content");
        read_areas();
        if (version >= calibrated_schema_version) read_calibration_origin();
        if (version >= bank_schema_version) read_memory();
        head_by_ordinal = head_query() + " WHERE head.ordinal = ?";
    }

    void read_calibration_origin() {
        SQLite::Statement select(database, "SELECT model, candidates, answers, newest FROM calibration");
        if (!select.executeStep()) throw damaged("it does not say where its difficulties come from");
        calibration = {.model = select.getColumn(0).getString(),
                       .candidates = select.getColumn(1).getInt64(),
                       .answers = select.getColumn(2).getInt64(),
                       .newest = select.getColumn(3).getInt()};
    }

    void read_memory() {
        SQLite::Statement select(database, "SELECT candidates, reviews, parameters FROM memory");
        if (!select.executeStep()) throw damaged("it does not say how the class forgets");
        const std::vector<double> parameters = numbers_from_json(select.getColumn(2).getString());
        memory = {.candidates = select.getColumn(0).getInt64(), .reviews = select.getColumn(1).getInt64()};
        if (!are_fsrs(parameters)) throw damaged("how the class forgets is out of range");
        std::copy(parameters.begin(), parameters.end(), memory->parameters.begin());
    }

    void read_areas() {
        SQLite::Statement select(database, R"(
            SELECT ordinal, code, title, parent, items, percent, share, basis, note, was, first, past
            FROM area ORDER BY ordinal)");
        while (select.executeStep()) {
            const auto ordinal = static_cast<std::int64_t>(outline.areas.size());
            Area area{.code = select.getColumn(1).getString(),
                      .title = select.getColumn(2).getString(),
                      .parent = select.getColumn(3).getInt(),
                      .note = select.getColumn(8).getString(),
                      .was = texts_from_json(select.getColumn(9).getString())};
            if (!select.isColumnNull(4)) area.items = select.getColumn(4).getInt();
            if (!select.isColumnNull(5)) area.percent = select.getColumn(5).getDouble();
            if (!select.isColumnNull(6)) area.share = select.getColumn(6).getDouble();
            const std::string basis = select.getColumn(7).getString();
            area.basis = basis == "official"    ? Basis::official
                         : basis == "secondary" ? Basis::secondary
                                                : Basis::inferred;
            const OrdinalRange range{.first = select.getColumn(10).getInt64(), .end = select.getColumn(11).getInt64()};
            const bool fits = select.getColumn(0).getInt64() == ordinal && area.parent >= -1 && area.parent < ordinal &&
                              range.first >= 0 && range.first <= range.end && range.end <= items;
            if (!fits || ordinal > 5000) throw damaged("its outline is inconsistent");
            outline.areas.push_back(std::move(area));
            ranges.push_back(range);
        }
        if (outline.areas.empty()) throw damaged("it has no outline");
    }

    [[nodiscard]] Item parsed(const std::string& text, std::int64_t ordinal) const {
        try {
            return item_from_json(text);
        } catch (const Refused& refused) {
            throw damaged("item " + std::to_string(ordinal) + ": " + refused.what());
        }
    }

    /// Compiled when first wanted: a shelf of banks is opened without a question put to most of them. `sql` has to
    /// live as long as the bank.
    SQLite::Statement& statement(std::string_view sql) {
        return statements.try_emplace(sql, database, std::string(sql)).first->second;
    }

    struct FoundPicture {
        std::string drawn_by;
        StoredPicture stored;
    };

    /// A picture by what it is made from, checked against its hash.
    std::optional<FoundPicture> picture(const std::string& key) {
        SQLite::Statement& select = statement("SELECT drawn_by, hash, meta, samples FROM picture WHERE key = ?");
        select.reset();
        select.bind(1, key);
        if (!select.executeStep()) return std::nullopt;
        FoundPicture found{
            .drawn_by = select.getColumn(0).getString(),
            .stored = {.meta = select.getColumn(2).getString(), .samples = select.getColumn(3).getString()}};
        const std::string digest = select.getColumn(1).getString();
        select.reset();
        if (digest != hash_of_picture(found.stored.meta, found.stored.samples))
            throw damaged("a picture does not fit its hash");
        return found;
    }

    /// The picture of a stored figure. Throws Refused where it is missing.
    StoredPicture stored(const ShownFigure& shown) {
        auto found = picture(picture_key(shown));
        if (!found) throw damaged("the picture of item " + shown.item + " is missing");
        return std::move(found->stored);
    }

    template <class Unpack>
    Figure unpacked(const ShownFigure& shown, Unpack unpack) const {
        try {
            return unpack();
        } catch (const Refused& refused) {
            throw damaged("the picture of item " + shown.item + ": " + refused.what());
        }
    }

    /// Puts the stored picture's regions in the place of parts named by a hotspot, so that the question stays whole
    /// when this program has another version of the generator.
    void settle_parts(Item& item) {
        const auto named = [](const Option& o) { return o.region && std::holds_alternative<std::string>(*o.region); };
        if (std::none_of(item.options.begin(), item.options.end(), named)) return;
        if (item.figures.empty() || !fixed_figure(item, item.figures[0]) || item.numbers) return;
        const ShownFigure shown = figures_at(item, {})[0];
        const StoredPicture found = stored(shown);
        const Figure figure = unpacked(shown, [&] { return unpack_meta(found.meta); });
        for (Option& option : item.options) {
            if (!named(option)) continue;
            const std::string name = std::get<std::string>(*option.region);
            const auto part = std::find_if(figure.parts.begin(), figure.parts.end(),
                                           [&](const FigurePart& p) { return p.name == name; });
            if (part == figure.parts.end()) throw damaged("the picture of item " + item.id + " has no part " + name);
            option.region = part->region;
            if (option.text.empty()) option.text = in_words(name);
        }
    }

    [[nodiscard]] std::string head_query() const {
        if (!calibration)
            return R"(
            SELECT ordinal, id, revision, area, type, level, flags, shown, chance, difficulty, family, enemies, points
            FROM head)";
        return R"(
            SELECT head.ordinal, id, revision, area, type, level, flags, shown, chance, head.difficulty, family,
                   enemies, points, n, calibrated.difficulty, se
            FROM head LEFT JOIN calibrated ON calibrated.ordinal = head.ordinal)";
    }

    [[nodiscard]] std::optional<CalibratedDifficulty> calibrated_at(SQLite::Statement& row) const {
        constexpr int first = 13;
        if (!calibration || row.isColumnNull(first)) return std::nullopt;
        const CalibratedDifficulty found{.n = row.getColumn(first).getInt64(),
                                         .difficulty = row.getColumn(first + 1).getDouble(),
                                         .se = row.getColumn(first + 2).getDouble()};
        const bool sane = found.n > 0 && std::abs(found.difficulty) < 20.0 && found.se > 0.0 && found.se <= 1.0;
        if (!sane) throw damaged("a calibrated difficulty is out of range");
        return found;
    }

    void add_calibration(ContentHash& hash_of_content) {
        hash_of_content.add(calibration_to_json(*calibration));
        SQLite::Statement select(database, "SELECT ordinal, n, difficulty, se FROM calibrated ORDER BY ordinal");
        while (select.executeStep())
            hash_of_content.add(
                calibrated_to_json(select.getColumn(0).getInt64(), {.n = select.getColumn(1).getInt64(),
                                                                    .difficulty = select.getColumn(2).getDouble(),
                                                                    .se = select.getColumn(3).getDouble()}));
    }

    [[nodiscard]] ItemHead head_at(SQLite::Statement& row) const {
        const auto number = [&](int column, std::int64_t low, std::int64_t high) {
            const std::int64_t value = row.getColumn(column).getInt64();
            if (value < low || value > high) throw damaged("a number of an item is out of range");
            return static_cast<int>(value);
        };
        const int flags = number(6, 0, 3);
        ItemHead head{.ordinal = row.getColumn(0).getInt64(),
                      .id = row.getColumn(1).getString(),
                      .revision = number(2, 1, 1'000'000),
                      .area = number(3, 0, static_cast<std::int64_t>(outline.areas.size()) - 1),
                      .type = static_cast<ItemType>(number(4, 0, 4)),
                      .level = static_cast<Level>(number(5, 0, 2)),
                      .chance = row.getColumn(8).getDouble(),
                      .difficulty = row.getColumn(9).getDouble(),
                      .calibrated = calibrated_at(row),
                      .parametric = (flags & 1) != 0,
                      .retired = (flags & 2) != 0,
                      .shown_options = number(7, 0, 10),
                      .family = row.getColumn(10).getString(),
                      .enemies = split_words(row.getColumn(11).getString()),
                      .points = split_words(row.getColumn(12).getString())};
        const bool sane = head.chance >= 0.0 && head.chance <= 1.0 && std::abs(head.difficulty) < 20.0;
        if (!sane || head.ordinal < 0 || head.ordinal >= items || head.id.empty())
            throw damaged("a number of an item is out of range");
        return head;
    }
};

DifficultyLabel label_of(double authored, const std::optional<CalibratedDifficulty>& calibrated) {
    if (!calibrated) return {.difficulty = authored};
    return {.difficulty = calibrated->difficulty, .reliability = reliability_of(calibrated->se)};
}

Bank::Bank(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Bank::Bank(Bank&&) noexcept = default;
Bank& Bank::operator=(Bank&&) noexcept = default;
Bank::~Bank() = default;

Bank Bank::open(const fs::path& file) {
    check_magic(file);
    try {
        auto impl = std::make_unique<Impl>(file);
        impl->check_version();
        impl->check_schema();
        impl->read_outline();
        return Bank(std::move(impl));
    } catch (const SQLite::Exception& error) {
        throw Refused(file.string() + ": the bank is damaged (" + error.what() + "); compile or download it again");
    } catch (const Refused& refused) {
        const std::string what = refused.what();
        if (what.starts_with(file.string())) throw;
        throw Refused(file.string() + ": the bank is damaged (" + what + "); compile or download it again");
    }
}

const Outline& Bank::outline() const { return impl_->outline; }
const fs::path& Bank::file() const { return impl_->file; }
const std::string& Bank::hash() const { return impl_->hash; }
int Bank::schema_version() const { return impl_->version; }
const std::optional<CalibrationOrigin>& Bank::calibration() const { return impl_->calibration; }
const std::optional<ClassMemory>& Bank::memory() const { return impl_->memory; }
std::int64_t Bank::size() const { return impl_->items; }

OrdinalRange Bank::range(int area) const {
    if (area < 0 || area >= static_cast<int>(impl_->ranges.size())) return {};
    return impl_->ranges[static_cast<std::size_t>(area)];
}

ItemHead Bank::head(std::int64_t ordinal) const {
    return impl_->ask([&] {
        SQLite::Statement& select = impl_->statement(impl_->head_by_ordinal);
        select.reset();
        select.bind(1, ordinal);
        if (!select.executeStep()) throw impl_->damaged("item " + std::to_string(ordinal) + " is missing");
        ItemHead head = impl_->head_at(select);
        select.reset();
        return head;
    });
}

std::vector<ItemHead> Bank::heads() const {
    return impl_->ask(
        [&] {
            std::vector<ItemHead> heads;
            SQLite::Statement select(impl_->database, impl_->head_query() + " ORDER BY head.ordinal");
            while (select.executeStep()) {
                heads.push_back(impl_->head_at(select));
                if (heads.back().ordinal != static_cast<std::int64_t>(heads.size()) - 1)
                    throw impl_->damaged("its items are not numbered without gaps");
            }
            return heads;
        },
        looks_per_question + impl_->items);
}

std::optional<std::int64_t> Bank::find(std::string_view item_id) const {
    return impl_->ask([&]() -> std::optional<std::int64_t> {
        SQLite::Statement& select = impl_->statement("SELECT ordinal FROM head WHERE id = ?");
        select.reset();
        select.bind(1, std::string(item_id));
        if (!select.executeStep()) return std::nullopt;
        const std::int64_t ordinal = select.getColumn(0).getInt64();
        select.reset();
        return ordinal;
    });
}

namespace {

/// Whether a stored head is the one its item makes; enemies may also be named on the other side.
bool belongs(const ItemHead& head, const Item& item, const Outline& outline) {
    const auto area = outline.find(item.area);
    const ItemHead made = head_of(item, head.ordinal, area.value_or(-1));
    const bool enemies = std::all_of(item.enemies.begin(), item.enemies.end(), [&](const std::string& enemy) {
        return std::find(head.enemies.begin(), head.enemies.end(), enemy) != head.enemies.end();
    });
    return enemies && made.id == head.id && made.revision == head.revision && made.area == head.area &&
           made.type == head.type && made.level == head.level && std::abs(made.chance - head.chance) < 1e-9 &&
           std::abs(made.difficulty - head.difficulty) < 1e-9 && made.parametric == head.parametric &&
           made.retired == head.retired && made.shown_options == head.shown_options && made.family == head.family &&
           made.points == head.points;
}

/// A text or blob by its ordinal; absent where there is no such row.
std::optional<std::string> bytes_at(SQLite::Statement& select, std::int64_t ordinal) {
    select.reset();
    select.bind(1, ordinal);
    if (!select.executeStep()) return std::nullopt;
    std::string bytes = select.getColumn(0).getString();
    select.reset();
    return bytes;
}

}  // namespace

Item Bank::item(std::int64_t ordinal) const {
    const ItemHead stored = head(ordinal);
    return impl_->ask([&] {
        const auto text = bytes_at(impl_->statement("SELECT item FROM body WHERE ordinal = ?"), ordinal);
        if (!text) throw impl_->damaged("item " + stored.id + " is missing");
        if (digest_of(*text) != bytes_at(impl_->statement("SELECT digest FROM head WHERE ordinal = ?"), ordinal))
            throw impl_->damaged("item " + stored.id + " was altered");
        Item item = impl_->parsed(*text, ordinal);
        impl_->settle_parts(item);
        const OrdinalRange places = range(stored.area);
        if (!belongs(stored, item, impl_->outline) || ordinal < places.first || ordinal >= places.end)
            throw impl_->damaged("item " + stored.id + " does not agree with its heading");
        return item;
    });
}

Item Bank::item(std::string_view item_id) const {
    const auto ordinal = find(item_id);
    if (!ordinal)
        throw Refused(impl_->file.string() + ": there is no item " + std::string(item_id) +
                      "; see collimate-cli bank info");
    return item(*ordinal);
}

Figure Bank::figure(const ShownFigure& shown) const {
    if (!shown.stored) return rendered(shown);
    const StoredPicture found = impl_->ask([&] { return impl_->stored(shown); });
    return impl_->unpacked(shown, [&] { return unpack_picture(found.meta, found.samples); });
}

std::optional<StoredPicture> Bank::stored_picture(std::string_view key, std::string_view drawn_by) const {
    auto found = impl_->ask([&] { return impl_->picture(std::string(key)); });
    if (!found || found->drawn_by != drawn_by) return std::nullopt;
    return std::move(found->stored);
}

std::int64_t Bank::pictures() const {
    return impl_->ask([&] { return impl_->database.execAndGet("SELECT count(*) FROM picture").getInt64(); },
                      looks_per_question + impl_->items);
}

const std::vector<LearningPoint>& Bank::points() const {
    if (impl_->points) return *impl_->points;
    impl_->points = impl_->ask(
        [&] {
            std::vector<LearningPoint> points;
            SQLite::Statement select(impl_->database, "SELECT id, area, text FROM point ORDER BY ordinal");
            while (select.executeStep())
                points.push_back({.id = select.getColumn(0).getString(),
                                  .area = select.getColumn(1).getString(),
                                  .text = select.getColumn(2).getString()});
            return points;
        },
        looks_per_question + impl_->items);
    return *impl_->points;
}

namespace {

/// Postings of all words that begin with `prefix`; the best weight of an item counts.
std::map<std::int64_t, double> matches(SQLite::Database& database, const std::string& prefix, std::int64_t items) {
    SQLite::Statement select(database, "SELECT word, places FROM word WHERE word >= ? AND word < ?");
    select.bind(1, prefix);
    select.bind(2, prefix + "\xff");
    std::map<std::int64_t, double> found;
    while (select.executeStep()) {
        const bool whole = select.getColumn(0).getString() == prefix;
        const SQLite::Column places = select.getColumn(1);
        const std::string_view packed(static_cast<const char*>(places.getBlob()),
                                      static_cast<std::size_t>(places.getBytes()));
        const auto postings = unpack_postings(packed, items);
        const double rarity = std::log(1.0 + static_cast<double>(items) / static_cast<double>(postings.size() + 1));
        for (const Posting& posting : postings) {
            double& best = found[posting.ordinal];
            best = std::max(best, posting.weight * rarity * (whole ? 1.0 : 0.5));
        }
    }
    return found;
}

}  // namespace

std::vector<std::string> Bank::search(std::string_view query, int limit) const {
    std::vector<std::string> words = search_words(query.substr(0, 500));
    std::string whole(query.substr(0, 100));
    std::transform(whole.begin(), whole.end(), whole.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (find(whole)) words = {whole};
    if (words.empty() || limit <= 0) return {};
    std::map<std::int64_t, double> scores;
    impl_->ask(
        [&] {
            for (std::size_t i = 0; i < std::min<std::size_t>(words.size(), 12); ++i) {
                const auto found = matches(impl_->database, words[i], impl_->items);
                std::map<std::int64_t, double> both;
                for (const auto& [ordinal, score] : found) {
                    const auto before = scores.find(ordinal);
                    if (i == 0)
                        both[ordinal] = score;
                    else if (before != scores.end())
                        both[ordinal] = before->second + score;
                }
                scores = std::move(both);
            }
        },
        looks_per_question + impl_->items);
    std::vector<std::pair<double, std::int64_t>> ranked;
    for (const auto& [ordinal, score] : scores) ranked.emplace_back(-score, ordinal);
    std::sort(ranked.begin(), ranked.end());
    if (ranked.size() > static_cast<std::size_t>(limit)) ranked.resize(static_cast<std::size_t>(limit));
    std::vector<std::string> ids;
    for (const auto& [score, ordinal] : ranked) ids.push_back(head(ordinal).id);
    return ids;
}

void Bank::check() const {
    const std::vector<LearningPoint>& known = points();
    impl_->ask(
        [&] {
            ContentHash hash;
            hash.add(outline_to_json(impl_->outline));
            for (const Area& area : impl_->outline.areas) hash.add(area_to_json(area));
            for (const LearningPoint& point : known) hash.add(point_to_json(point));
            SQLite::Statement select(impl_->database, "SELECT digest FROM head ORDER BY ordinal");
            while (select.executeStep()) hash.add(select.getColumn(0).getString());
            if (impl_->calibration) impl_->add_calibration(hash);
            if (impl_->memory) hash.add(memory_to_json(*impl_->memory));
            if (hash.hex() != impl_->hash) throw impl_->damaged("its content hash does not fit");
        },
        looks_per_question + impl_->items);
}

void Bank::verify() const {
    impl_->ask(
        [&] {
            const std::string answer = impl_->database.execAndGet("PRAGMA quick_check(1)").getString();
            if (answer != "ok") throw impl_->damaged(answer);
        },
        looks_per_question + impl_->items * 100);
    check();
    std::set<std::string> keys;
    for (std::int64_t ordinal = 0; ordinal < impl_->items; ++ordinal) {
        const Item each = item(ordinal);
        if (each.figures.empty()) continue;
        for (const ShownFigure& shown : present(each, 0).figures)
            if (shown.stored && keys.insert(picture_key(shown)).second) (void)figure(shown);
    }
    if (static_cast<std::int64_t>(keys.size()) != pictures()) throw impl_->damaged("it holds pictures of no item");
}

}  // namespace collimate
