#include "engine/bank/lint_words.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "engine/base/characters.hpp"

namespace collimate {
namespace {

bool upper(char c) { return c >= 'A' && c <= 'Z'; }

std::size_t length_of_character(char first) {
    const auto byte = static_cast<unsigned char>(first);
    return byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

/// Letters beyond ASCII that words are made of: Latin with accents and Greek. Signs such as × and the dashes are none.
bool is_wide_letter(std::string_view character) {
    if (character.size() != 2) return false;
    const auto code = (static_cast<unsigned>(static_cast<unsigned char>(character[0])) & 0x1fU) << 6U |
                      (static_cast<unsigned>(static_cast<unsigned char>(character[1])) & 0x3fU);
    return code == 0xb5 || (code >= 0xc0 && code <= 0x24f && code != 0xd7 && code != 0xf7) ||
           (code >= 0x370 && code <= 0x3ff);
}

/// Whether a mark stands inside a word: a decimal point, a comma between thousands, an apostrophe.
bool joins(std::string_view text, std::size_t at) {
    if (at == 0 || at + 1 >= text.size()) return false;
    const char before = text[at - 1];
    const char after = text[at + 1];
    if (text[at] == '.' || text[at] == ',') return is_digit(before) && is_digit(after);
    return text[at] == '\'' && std::isalpha(static_cast<unsigned char>(before)) &&
           std::isalpha(static_cast<unsigned char>(after));
}

using Pair = std::pair<std::string_view, std::string_view>;

bool ends_and_keeps(std::string_view word, std::string_view ending, std::size_t least) {
    return word.ends_with(ending) && word.size() >= ending.size() + least;
}

int syllables(std::string_view word) {
    int groups = 0;
    bool before = false;
    for (const char c : word) {
        const bool vowel = std::string_view("aeiouy").find(c) != std::string_view::npos;
        groups += vowel && !before ? 1 : 0;
        before = vowel;
    }
    if (word.ends_with('e') && !word.ends_with("le") && groups > 1) --groups;
    return std::max(1, groups);
}

}  // namespace

bool is_any_of(std::string_view word, std::initializer_list<std::string_view> list) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

std::vector<std::string> words_as_written(std::string_view plain) {
    std::vector<std::string> words;
    std::string word;
    const auto finish = [&] {
        if (!word.empty()) words.push_back(std::exchange(word, {}));
    };
    for (std::size_t at = 0; at < plain.size();) {
        const std::size_t length = std::min(length_of_character(plain[at]), plain.size() - at);
        const std::string_view character = plain.substr(at, length);
        if (std::isalnum(static_cast<unsigned char>(plain[at])) || is_wide_letter(character) || joins(plain, at))
            word += character;
        else
            finish();
        at += length;
    }
    finish();
    return words;
}

std::string lowered(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (upper(c)) c = static_cast<char>(c - 'A' + 'a');
    return result;
}

std::vector<std::string> words_of(std::string_view plain) {
    std::vector<std::string> words = words_as_written(plain);
    for (std::string& word : words) word = lowered(word);
    return words;
}

bool is_number(std::string_view word) {
    return !word.empty() &&
           std::all_of(word.begin(), word.end(), [](char c) { return is_digit(c) || c == '.' || c == ','; });
}

bool is_stop_word(std::string_view word) {
    static constexpr std::array<std::string_view, 118> words = {
        "a",       "about",  "above", "across", "after", "all",     "along", "also",   "an",    "and",     "any",
        "are",     "as",     "at",    "away",   "be",    "because", "been",  "before", "being", "below",   "beside",
        "between", "both",   "but",   "by",     "can",   "could",   "did",   "do",     "does",  "done",    "during",
        "each",    "either", "every", "few",    "first", "for",     "from",  "given",  "had",   "has",     "have",
        "how",     "if",     "in",    "into",   "is",    "it",      "its",   "just",   "last",  "made",    "make",
        "makes",   "many",   "may",   "more",   "most",  "much",    "must",  "near",   "need",  "needs",   "neither",
        "next",    "no",     "nor",   "not",    "of",    "off",     "on",    "one",    "only",  "or",      "other",
        "out",     "over",   "per",   "same",   "shall", "should",  "so",    "some",   "such",  "than",    "that",
        "the",     "their",  "them",  "then",   "there", "these",   "they",  "this",   "those", "through", "to",
        "toward",  "under",  "until", "up",     "used",  "using",   "was",   "were",   "what",  "when",    "where",
        "which",   "while",  "who",   "whose",  "why",   "will",    "with",  "would"};
    constexpr std::size_t longest = 7;
    return word.size() <= longest && std::binary_search(words.begin(), words.end(), word);
}

std::string root_of(std::string_view word) {
    if (word.ends_with("'s")) word.remove_suffix(2);
    if (ends_and_keeps(word, "ies", 3)) return std::string(word.substr(0, word.size() - 3)) + "y";
    if (word.ends_with("ss") || word.ends_with("us") || word.ends_with("is")) return std::string(word);
    if (ends_and_keeps(word, "sses", 2) || ends_and_keeps(word, "xes", 2))
        return std::string(word.substr(0, word.size() - 2));
    if (ends_and_keeps(word, "s", 3)) word.remove_suffix(1);
    for (const std::string_view ending : {std::string_view("ing"), std::string_view("ed")})
        if (ends_and_keeps(word, ending, 4)) {
            word.remove_suffix(ending.size());
            const bool doubled =
                word.size() > 3 && word.back() == word[word.size() - 2] && word.back() != 's' && word.back() != 'l';
            if (doubled) word.remove_suffix(1);
            break;
        }
    if (ends_and_keeps(word, "e", 4)) word.remove_suffix(1);
    return std::string(word);
}

std::vector<std::string> content_of(std::string_view plain) {
    std::vector<std::string> roots;
    for (const std::string& word : words_of(plain))
        if (word.size() > 1 && !is_digit(word[0]) && !is_stop_word(word)) roots.push_back(root_of(word));
    std::sort(roots.begin(), roots.end());
    roots.erase(std::unique(roots.begin(), roots.end()), roots.end());
    return roots;
}

bool is_opposite(std::string_view a, std::string_view b) {
    static constexpr std::array<Pair, 60> pairs = {{
        {"increase", "decrease"},
        {"increases", "decreases"},
        {"increased", "decreased"},
        {"increasing", "decreasing"},
        {"rise", "fall"},
        {"rises", "falls"},
        {"rising", "falling"},
        {"raise", "lower"},
        {"raises", "lowers"},
        {"raised", "lowered"},
        {"raising", "lowering"},
        {"higher", "lower"},
        {"high", "low"},
        {"highest", "lowest"},
        {"larger", "smaller"},
        {"large", "small"},
        {"largest", "smallest"},
        {"longer", "shorter"},
        {"long", "short"},
        {"lengthen", "shorten"},
        {"lengthening", "shortening"},
        {"wider", "narrower"},
        {"widen", "narrow"},
        {"widening", "narrowing"},
        {"thicker", "thinner"},
        {"thick", "thin"},
        {"faster", "slower"},
        {"greater", "less"},
        {"more", "less"},
        {"more", "fewer"},
        {"above", "below"},
        {"over", "under"},
        {"upper", "lower"},
        {"up", "down"},
        {"before", "after"},
        {"toward", "away"},
        {"left", "right"},
        {"anterior", "posterior"},
        {"medial", "lateral"},
        {"inner", "outer"},
        {"superior", "inferior"},
        {"proximal", "distal"},
        {"positive", "negative"},
        {"overestimated", "underestimated"},
        {"overestimates", "underestimates"},
        {"magnified", "minified"},
        {"brighter", "darker"},
        {"lighter", "darker"},
        {"closer", "farther"},
        {"nearer", "farther"},
        {"deeper", "shallower"},
        {"stronger", "weaker"},
        {"better", "worse"},
        {"gain", "loss"},
        {"open", "closed"},
        {"flexion", "extension"},
        {"abduction", "adduction"},
        {"internal", "external"},
        {"vasodilation", "vasoconstriction"},
        {"maximum", "minimum"},
    }};
    return std::any_of(pairs.begin(), pairs.end(), [&](const Pair& pair) {
        return (pair.first == a && pair.second == b) || (pair.first == b && pair.second == a);
    });
}

std::string_view asking_sentence(std::string_view stem) {
    std::size_t start = 0;
    for (std::size_t at = 1; at + 2 < stem.size(); ++at) {
        if (stem[at] == '\n') start = at + 1;
        const bool ends = stem[at] == '.' || stem[at] == '?' || stem[at] == '!';
        // "No. 5" and "vs. X" would need a list; a capital after a word of three letters or a closing sign suffices.
        if (ends && stem[at + 1] == ' ' && !is_lower(stem[at + 2]) &&
            !(at >= 2 && stem[at - 2] == ' ' && !is_digit(stem[at - 1])))
            start = at + 2;
    }
    return stem.substr(start);
}

std::size_t find_run(std::span<const std::string> words, std::initializer_list<std::string_view> run) {
    const auto found = std::search(words.begin(), words.end(), run.begin(), run.end());
    return found == words.end() ? std::string::npos : static_cast<std::size_t>(found - words.begin());
}

double reading_grade(std::string_view plain) {
    const std::vector<std::string> words = words_of(plain);
    if (words.empty()) return 0.0;
    double sentences = 0.0;
    for (std::size_t at = 0; at < plain.size(); ++at)
        if (std::string_view(".?!").find(plain[at]) != std::string_view::npos &&
            (at + 1 == plain.size() || plain[at + 1] == ' '))
            sentences += 1.0;
    double sounds = 0.0;
    for (const std::string& word : words) sounds += syllables(word);
    const auto count = static_cast<double>(words.size());
    return 0.39 * count / std::max(1.0, sentences) + 11.8 * sounds / count - 15.59;
}

std::string american_for(std::string_view word) {
    // Beginnings of words, sorted; the rest of the word is kept. None begins another.
    static constexpr std::array<Pair, 85> beginnings = {{
        {"aetiolog", "etiolog"},
        {"ageing", "aging"},
        {"aluminium", "aluminum"},
        {"anaem", "anem"},
        {"anaesth", "anesth"},
        {"analyse", "analyze"},
        {"analysing", "analyzing"},
        {"artefact", "artifact"},
        {"behaviour", "behavior"},
        {"caecum", "cecum"},
        {"cancelled", "canceled"},
        {"catheteris", "catheteriz"},
        {"centimetre", "centimeter"},
        {"centre", "center"},
        {"centring", "centering"},
        {"characteris", "characteriz"},
        {"coeliac", "celiac"},
        {"colour", "color"},
        {"defence", "defense"},
        {"diarrhoea", "diarrhea"},
        {"digitis", "digitiz"},
        {"dyspnoea", "dyspnea"},
        {"emphasise", "emphasize"},
        {"faec", "fec"},
        {"favour", "favor"},
        {"fibre", "fiber"},
        {"focuss", "focus"},
        {"foetal", "fetal"},
        {"foetus", "fetus"},
        {"grey", "gray"},
        {"gynaec", "gynec"},
        {"haema", "hema"},
        {"haemo", "hemo"},
        {"harbour", "harbor"},
        {"homogenis", "homogeniz"},
        {"hospitalis", "hospitaliz"},
        {"immobilis", "immobiliz"},
        {"ionis", "ioniz"},
        {"ischaem", "ischem"},
        {"kilometre", "kilometer"},
        {"labelled", "labeled"},
        {"labelling", "labeling"},
        {"labour", "labor"},
        {"leucocyt", "leukocyt"},
        {"litre", "liter"},
        {"localis", "localiz"},
        {"magnetis", "magnetiz"},
        {"manoeuvr", "maneuver"},
        {"metre", "meter"},
        {"millimetre", "millimeter"},
        {"minimis", "minimiz"},
        {"modelled", "modeled"},
        {"modelling", "modeling"},
        {"mould", "mold"},
        {"neighbour", "neighbor"},
        {"normalis", "normaliz"},
        {"oedema", "edema"},
        {"oesoph", "esoph"},
        {"oestro", "estro"},
        {"optimis", "optimiz"},
        {"organis", "organiz"},
        {"orthopaed", "orthoped"},
        {"paediatr", "pediatr"},
        {"polaris", "polariz"},
        {"practis", "practic"},
        {"programme", "program"},
        {"randomis", "randomiz"},
        {"recognis", "recogniz"},
        {"rumour", "rumor"},
        {"signalled", "signaled"},
        {"signalling", "signaling"},
        {"skilful", "skillful"},
        {"stabilis", "stabiliz"},
        {"standardis", "standardiz"},
        {"sterilis", "steriliz"},
        {"sulph", "sulf"},
        {"summaris", "summariz"},
        {"theatre", "theater"},
        {"travelled", "traveled"},
        {"travelling", "traveling"},
        {"tumour", "tumor"},
        {"utilis", "utiliz"},
        {"vapour", "vapor"},
        {"visualis", "visualiz"},
        {"whilst", "while"},
    }};
    static constexpr std::array<std::string_view, 4> american_all_the_same = {"programmed", "programmer", "programmers",
                                                                              "greyhound"};
    if (std::find(american_all_the_same.begin(), american_all_the_same.end(), word) != american_all_the_same.end())
        return {};
    const auto after = std::upper_bound(beginnings.begin(), beginnings.end(), word,
                                        [](std::string_view w, const Pair& pair) { return w < pair.first; });
    if (after == beginnings.begin() || !word.starts_with(std::prev(after)->first)) return {};
    const auto& [british, american] = *std::prev(after);
    const std::string_view ending = word.substr(british.size());
    if (british.ends_with("is") && (ending.starts_with("m") || ending.starts_with("t"))) return {};  // magnetism
    return std::string(american) + std::string(word.substr(british.size()));
}

bool is_brand(std::string_view word) {
    static constexpr std::array<std::string_view, 39> brands = {
        "acuson",    "aquilion", "canon",    "carestream", "conray",    "cystografin",  "definity",   "dotarem",
        "eovist",    "fluke",    "fuji",     "fujifilm",   "gadavist",  "gastrografin", "glucophage", "hologic",
        "hypaque",   "isovue",   "konica",   "lexiscan",   "lumason",   "magnevist",    "mindray",    "multihance",
        "omnipaque", "omniscan", "optiray",  "optison",    "philips",   "prohance",     "samsung",    "shimadzu",
        "siemens",   "somatom",  "sonosite", "tylenol",    "ultravist", "visipaque",    "voluson"};
    return std::find(brands.begin(), brands.end(), lowered(word)) != brands.end();
}

bool is_known_abbreviation(std::string_view word) {
    static constexpr auto list = std::to_array<std::string_view>(
        {// techniques and modalities
         "CT", "MRI", "MR", "PET", "SPECT", "US", "CTA", "MRA", "DXA", "CBCT", "QA", "QC", "3D", "2D", "4D", "2-D",
         "3-D", "CW", "PW",
         // exposure, geometry, projections
         "kVp", "kV", "mA", "mAs", "SID", "SOD", "OID", "HU", "PA", "AP", "LAO", "RAO", "LPO", "RPO", "AEC", "FOV",
         "TE", "TR", "RF", "TV", "LED", "LCD", "CR", "DR", "IR",
         // dose quantities and their names, as in every outline
         "CTDI", "CTDIvol", "ALARA", "HVL", "LET", "TLD", "OSL",
         // sound
         "PRF", "PSV", "EDV", "MI", "TI", "TGC", "PZT", "RBC",
         // bodies and laws named as authorities
         "ACR", "AAPM", "FDA", "CDC", "CFR", "NCRP", "ICRP", "NRC", "ARRT", "ARDMS", "OSHA", "HIPAA", "MQSA", "EPA",
         "WHO", "ASRT", "AIUM", "ASE", "IEC", "NEMA", "ISO", "IAEA", "BMUS", "WFUMB", "SRU", "ASNC", "USPSTF", "ACS",
         "RSNA", "UNSCEAR", "BEIR", "ANSI", "AHA", "NIST", "USP", "EU", "UK", "USA", "ACOG", "SMPTE", "RQA5", "CDRH",
         "ICRU", "EQUIP", "ESUR",
         // records and computing
         "DICOM", "PACS", "RIS", "HIS", "HL7", "CPU", "GPU", "ROI", "PIN", "LUT", "RAM", "CD", "DVD", "USB", "IT",
         // medicine of every ward
         "ECG", "EKG", "IV", "CPR", "AED", "ID", "DNA", "RNA", "GI", "CNS", "CSF", "HIV", "COVID", "AIDS", "MRSA",
         "BUN", "OK", "AM", "PM", "ICU", "ER", "TB", "RN", "MD", "BI", "RADS", "HER2", "pH", "Rh", "ASIS", "TMJ"});
    return std::find(list.begin(), list.end(), word) != list.end();
}

}  // namespace collimate
