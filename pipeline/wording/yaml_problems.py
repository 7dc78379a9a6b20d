"""What a YAML parser says of a file it cannot read, in Chinese."""

IN_CHINESE = {
    "could not find expected ':'": "缺少冒号",
    "did not find expected ',' or '}'": "花括号里缺少英文逗号，或没有右花括号",
    "did not find expected ',' or ']'": "方括号里缺少英文逗号，或没有右方括号",
    "did not find expected '-' indicator": "缩进与上面的列表不一致",
    "did not find expected key": "缩进与上面的键不一致，或引号多了、少了",
    "did not find expected node content": "这里缺少内容",
    "mapping values are not allowed in this context": "缩进不对，或文字里有冒号而没有加引号",
    "block sequence entries are not allowed in this context": "这里不能写“- ”开头的项",
    "found character that cannot start any token": "这里不能以这个字符开头",
    "found unexpected end of stream": "引号没有配对",
    "found unexpected document indicator": "引号没有配对，或多了一行 ---",
    "but found another document": "一个文件里写了两份内容（中间有 --- 一行）",
    "control characters are not allowed": "有看不见的控制字符",
    "nested too deeply": "层次套得太深",
}


def in_chinese(problem: str) -> str:
    """The sentence; the parser's own words where none is known."""
    return IN_CHINESE.get(problem, problem)
