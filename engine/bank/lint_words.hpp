#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace collimate {

/// Words and numbers of a plain text as written: cut at blanks, punctuation, hyphens and signs; `1.5` and `don't` stay
/// whole.
[[nodiscard]] std::vector<std::string> words_as_written(std::string_view plain);

/// The same in lower case.
[[nodiscard]] std::vector<std::string> words_of(std::string_view plain);

[[nodiscard]] std::string lowered(std::string_view text);

[[nodiscard]] bool is_number(std::string_view word);

/// A word that carries grammar and no content: articles, prepositions, auxiliaries, words that ask.
[[nodiscard]] bool is_stop_word(std::string_view word);

/// The word without its commonest endings, so that `transducers` meets `transducer` and `filtered` meets `filter`.
[[nodiscard]] std::string root_of(std::string_view word);

/// Roots of the words that carry content, sorted, each once. Numbers are left out.
[[nodiscard]] std::vector<std::string> content_of(std::string_view plain);

[[nodiscard]] bool is_opposite(std::string_view a, std::string_view b);

/// The sentence of a stem that asks: the last one.
[[nodiscard]] std::string_view asking_sentence(std::string_view stem);

/// Position of a run of words, or npos.
[[nodiscard]] std::size_t find_run(std::span<const std::string> words, std::initializer_list<std::string_view> run);

/// Flesch-Kincaid grade, syllables counted by vowel groups.
/// Kincaid et al., Derivation of new readability formulas, Naval Technical Training Command, 1975.
[[nodiscard]] double reading_grade(std::string_view plain);

/// The American spelling where a word is spelled the British way; empty otherwise.
[[nodiscard]] std::string american_for(std::string_view word);

/// Abbreviations every candidate knows, which need not be spelled out.
[[nodiscard]] bool is_known_abbreviation(std::string_view word);

/// Brand names of devices, drugs and contrast media.
[[nodiscard]] bool is_brand(std::string_view word);

[[nodiscard]] bool is_any_of(std::string_view word, std::initializer_list<std::string_view> list);

}  // namespace collimate
