#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <future>
#include <set>
#include <unordered_map>

#include "engine/bank/compile_pictures.hpp"
#include "engine/bank/content.hpp"
#include "engine/bank/item_json.hpp"
#include "engine/bank/schema.hpp"
#include "engine/bank/source.hpp"
#include "engine/bank/word_index.hpp"
#include "engine/base/error.hpp"
#include "engine/base/parallel.hpp"

namespace collimate {
namespace {

namespace fs = std::filesystem;

/// Items in the order of the bank, with the area each belongs to.
struct Placed {
    const Item* item = nullptr;
    int area = 0;
};

std::vector<Placed> placed_items(const ExamSource& source) {
    std::vector<Placed> placed;
    std::unordered_map<std::string_view, int> areas;
    for (std::size_t i = 0; i < source.outline.areas.size(); ++i)
        areas[source.outline.areas[i].code] = static_cast<int>(i);
    for (const Item& item : source.items) {
        const auto found = areas.find(item.area);
        if (found == areas.end()) throw Refused("item " + item.id + ": area " + item.area + " is not in the outline");
        placed.push_back({.item = &item, .area = found->second});
    }
    std::sort(placed.begin(), placed.end(), [](const Placed& a, const Placed& b) {
        return a.area != b.area ? a.area < b.area : a.item->id < b.item->id;
    });
    return placed;
}

/// Enemies are written on one side and hold on both.
std::unordered_map<std::string, std::set<std::string>> mutual_enemies(const ExamSource& source) {
    std::unordered_map<std::string, std::set<std::string>> enemies;
    for (const Item& item : source.items) {
        for (const std::string& enemy : item.enemies) {
            enemies[item.id].insert(enemy);
            enemies[enemy].insert(item.id);
        }
    }
    return enemies;
}

std::vector<LearningPoint> sorted_points(const ExamSource& source) {
    std::vector<LearningPoint> points = source.points;
    std::sort(points.begin(), points.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    return points;
}

template <class T>
void bind_optional(SQLite::Statement& statement, int index, const std::optional<T>& value) {
    if (value)
        statement.bind(index, *value);
    else
        statement.bind(index);
}

void run(SQLite::Statement& statement) {
    statement.exec();
    statement.reset();
}

void create_schema(SQLite::Database& database, int version) {
    // The file is thrown away when anything fails, so a journal would only cost time.
    database.exec(
        "PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA encoding = 'UTF-8'");
    database.exec("PRAGMA application_id = " + std::to_string(bank_application_id));
    database.exec("PRAGMA user_version = " + std::to_string(version));
    for (const SchemaObject& object : bank_schema(version)) database.exec(std::string(object.sql));
}

void write_areas(SQLite::Database& database, const Outline& outline, const std::vector<Placed>& placed,
                 ContentHash& hash) {
    SQLite::Statement insert(database, R"(
        INSERT INTO area (ordinal, code, title, parent, items, percent, share, basis, note, was, first, past)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))");
    for (std::size_t i = 0; i < outline.areas.size(); ++i) {
        const Area& area = outline.areas[i];
        const auto first = std::partition_point(placed.begin(), placed.end(),
                                                [&](const Placed& p) { return p.area < static_cast<int>(i); });
        const auto past =
            std::partition_point(first, placed.end(), [&](const Placed& p) { return p.area == static_cast<int>(i); });
        insert.bind(1, static_cast<std::int64_t>(i));
        insert.bind(2, area.code);
        insert.bind(3, area.title);
        insert.bind(4, area.parent);
        bind_optional(insert, 5, area.items);
        bind_optional(insert, 6, area.percent);
        bind_optional(insert, 7, area.share);
        insert.bind(8, std::string(name_of(area.basis)));
        insert.bind(9, area.note);
        insert.bind(10, texts_to_json(area.was));
        insert.bind(11, static_cast<std::int64_t>(first - placed.begin()));
        insert.bind(12, static_cast<std::int64_t>(past - placed.begin()));
        run(insert);
        hash.add(area_to_json(area));
    }
}

void write_points(SQLite::Database& database, const std::vector<LearningPoint>& points, ContentHash& hash) {
    SQLite::Statement insert(database, "INSERT INTO point (ordinal, id, area, text) VALUES (?, ?, ?, ?)");
    std::int64_t ordinal = 0;
    for (const LearningPoint& point : points) {
        insert.bind(1, ordinal++);
        insert.bind(2, point.id);
        insert.bind(3, point.area);
        insert.bind(4, point.text);
        run(insert);
        hash.add(point_to_json(point));
    }
}

void write_heads(SQLite::Database& database, const ExamSource& source, const std::vector<Placed>& placed,
                 const std::vector<std::string>& digests) {
    const auto enemies = mutual_enemies(source);
    SQLite::Statement insert(database, R"(
        INSERT INTO head (ordinal, id, revision, area, type, level, flags, shown, chance, difficulty, family, enemies,
                          points, digest)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))");
    for (std::size_t i = 0; i < placed.size(); ++i) {
        ItemHead head = head_of(*placed[i].item, static_cast<std::int64_t>(i), placed[i].area);
        if (const auto found = enemies.find(head.id); found != enemies.end())
            head.enemies.assign(found->second.begin(), found->second.end());
        insert.bind(1, head.ordinal);
        insert.bind(2, head.id);
        insert.bind(3, head.revision);
        insert.bind(4, head.area);
        insert.bind(5, static_cast<int>(head.type));
        insert.bind(6, static_cast<int>(head.level));
        insert.bind(7, (head.parametric ? 1 : 0) | (head.retired ? 2 : 0));
        insert.bind(8, head.shown_options);
        insert.bind(9, head.chance);
        insert.bind(10, head.difficulty);
        insert.bind(11, head.family);
        insert.bind(12, joined(head.enemies));
        insert.bind(13, joined(head.points));
        insert.bindNoCopy(14, digests[i].data(), static_cast<int>(digests[i].size()));
        run(insert);
    }
}

/// Returns the digest of each.
std::vector<std::string> write_bodies(SQLite::Database& database, const std::vector<Placed>& placed) {
    constexpr std::size_t at_once = 2048;  // bounds the memory while the cores work side by side
    SQLite::Statement insert(database, "INSERT INTO body (ordinal, item) VALUES (?, ?)");
    std::vector<std::string> digests(placed.size());
    for (std::size_t start = 0; start < placed.size(); start += at_once) {
        std::vector<std::string> texts(std::min(at_once, placed.size() - start));
        for_each_index(texts.size(), [&](std::size_t i) {
            texts[i] = item_to_json(*placed[start + i].item);
            digests[start + i] = digest_of(texts[i]);
        });
        for (std::size_t i = 0; i < texts.size(); ++i) {
            insert.bind(1, static_cast<std::int64_t>(start + i));
            insert.bindNoCopy(2, texts[i]);
            run(insert);
        }
    }
    return digests;
}

PackedWords indexed_words(const std::vector<LearningPoint>& points, const std::vector<Placed>& placed) {
    WordIndex index(points);
    for (std::size_t i = 0; i < placed.size(); ++i) index.add(*placed[i].item, static_cast<std::int64_t>(i));
    return std::move(index).packed();
}

void write_words(SQLite::Database& database, const PackedWords& words) {
    SQLite::Statement insert(database, "INSERT INTO word (word, places) VALUES (?, ?)");
    for (const auto& [word, places] : words) {
        insert.bindNoCopy(1, word);
        insert.bindNoCopy(2, places.data(), static_cast<int>(places.size()));
        run(insert);
    }
}

void write_pictures(SQLite::Database& database, const ExamSource& source, const fs::path& earlier) {
    SQLite::Statement insert(
        database, "INSERT INTO picture (ordinal, key, drawn_by, hash, meta, samples) VALUES (?, ?, ?, ?, ?, ?)");
    std::int64_t ordinal = 0;
    compile_pictures(source, earlier, [&](const CompiledPicture& picture) {
        const StoredPicture& stored = picture.stored;
        insert.bind(1, ordinal++);
        insert.bind(2, picture.key);
        insert.bind(3, picture.drawn_by);
        insert.bind(4, hash_of_picture(stored.meta, stored.samples));
        insert.bindNoCopy(5, stored.meta);
        insert.bindNoCopy(6, stored.samples.data(), static_cast<int>(stored.samples.size()));
        run(insert);
    });
}

void write_calibration(SQLite::Database& database, const ExamSource& source, const std::vector<Placed>& placed,
                       ContentHash& hash) {
    const CalibrationOrigin& origin = *source.calibration;
    SQLite::Statement insert_origin(
        database, "INSERT INTO calibration (one, model, candidates, answers, newest) VALUES (1, ?, ?, ?, ?)");
    insert_origin.bind(1, origin.model);
    insert_origin.bind(2, origin.candidates);
    insert_origin.bind(3, origin.answers);
    insert_origin.bind(4, origin.newest);
    run(insert_origin);
    hash.add(calibration_to_json(origin));
    SQLite::Statement insert(database, "INSERT INTO calibrated (ordinal, n, difficulty, se) VALUES (?, ?, ?, ?)");
    for (std::size_t i = 0; i < placed.size(); ++i) {
        const auto found = source.calibrated.find(placed[i].item->id);
        if (found == source.calibrated.end()) continue;
        const auto ordinal = static_cast<std::int64_t>(i);
        insert.bind(1, ordinal);
        insert.bind(2, found->second.n);
        insert.bind(3, found->second.difficulty);
        insert.bind(4, found->second.se);
        run(insert);
        hash.add(calibrated_to_json(ordinal, found->second));
    }
}

void write_memory(SQLite::Database& database, const ClassMemory& memory, ContentHash& hash) {
    SQLite::Statement insert(database,
                             "INSERT INTO memory (one, candidates, reviews, parameters) VALUES (1, ?, ?, ?)");
    insert.bind(1, memory.candidates);
    insert.bind(2, memory.reviews);
    insert.bind(3, numbers_to_json(memory.parameters));
    run(insert);
    hash.add(memory_to_json(memory));
}

std::string fill(SQLite::Database& database, const ExamSource& source, const fs::path& earlier) {
    create_schema(database, source.memory        ? bank_schema_version
                            : source.calibration ? calibrated_schema_version
                                                 : authored_schema_version);
    SQLite::Transaction transaction(database);
    const std::vector<Placed> placed = placed_items(source);
    const std::vector<LearningPoint> points = sorted_points(source);
    const std::string outline = outline_to_json(source.outline);
    auto words = std::async(std::launch::async, [&] { return indexed_words(points, placed); });
    ContentHash hash;
    hash.add(outline);
    write_areas(database, source.outline, placed, hash);
    write_points(database, points, hash);
    const std::vector<std::string> digests = write_bodies(database, placed);
    write_heads(database, source, placed, digests);
    for (const std::string& digest : digests) hash.add(digest);
    if (source.calibration) write_calibration(database, source, placed, hash);
    if (source.memory) write_memory(database, *source.memory, hash);
    write_words(database, words.get());
    write_pictures(database, source, earlier);
    const std::string hex = hash.hex();
    SQLite::Statement insert(database, "INSERT INTO bank (one, hash, items, outline) VALUES (1, ?, ?, ?)");
    insert.bind(1, hex);
    insert.bind(2, static_cast<std::int64_t>(placed.size()));
    insert.bind(3, outline);
    run(insert);
    transaction.commit();
    return hex;
}

void sync(const fs::path& path, int flags) {
    const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
    const bool done = descriptor >= 0 && ::fsync(descriptor) == 0;
    const int fault = errno;
    if (descriptor >= 0) ::close(descriptor);
    if (!done) throw WorldFailed(path.string() + ": cannot be written to disk (" + std::strerror(fault) + ")");
}

}  // namespace

std::string write_bank(const ExamSource& source, const fs::path& file) {
    fs::path temporary = file;
    temporary += ".partial-" + std::to_string(::getpid());
    std::error_code ignored;
    fs::remove(temporary, ignored);
    try {
        std::string hash;
        {
            SQLite::Database database(temporary.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
            hash = fill(database, source, file);
        }
        sync(temporary, O_RDWR);
        fs::rename(temporary, file);
        sync(file.parent_path().empty() ? fs::path(".") : file.parent_path(), O_RDONLY | O_DIRECTORY);
        return hash;
    } catch (const SQLite::Exception& error) {
        fs::remove(temporary, ignored);
        throw WorldFailed(file.string() + ": the bank cannot be written (" + error.what() + ")");
    } catch (const fs::filesystem_error& error) {
        fs::remove(temporary, ignored);
        throw WorldFailed(file.string() + ": the bank cannot be written (" + error.code().message() + ")");
    } catch (...) {
        fs::remove(temporary, ignored);
        throw;
    }
}

}  // namespace collimate
