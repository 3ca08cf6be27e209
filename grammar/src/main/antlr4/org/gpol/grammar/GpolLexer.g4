/** The words of .gpol. Comments go to a hidden channel, so that a formatter can put them back. */
lexer grammar GpolLexer;

channels { COMMENTS }

// Words that are reserved everywhere.
AS       : 'as';
BREAK    : 'break';
CONST    : 'const';
CONTINUE : 'continue';
DROP     : 'drop';
ELSE     : 'else';
EMIT     : 'emit';
ENUM     : 'enum';
FALSE    : 'false';
FN       : 'fn';
FOR      : 'for';
IF       : 'if';
IN       : 'in';
LET      : 'let';
MATCH    : 'match';
RETURN   : 'return';
STRUCT   : 'struct';
TRUE     : 'true';
VAR      : 'var';
WHILE    : 'while';

// Words that mean something only where a declaration or clause may begin; names everywhere else.
BY          : 'by';
CONTEXT     : 'context';
CONTRACT    : 'contract';
DEFAULT     : 'default';
EVENT       : 'event';
EXTERN      : 'extern';
FLAGS       : 'flags';
HOOK        : 'hook';
IGNORABLE   : 'ignorable';
IMPORT      : 'import';
INLINE      : 'inline';
LIMIT       : 'limit';
MAP         : 'map';
ON          : 'on';
PARAM       : 'param';
POLICY      : 'policy';
SELECTOR    : 'selector';
SIZE        : 'size';
STAT        : 'stat';
TEST        : 'test';
TYPE        : 'type';
UNSUPPORTED : 'unsupported';

LBRACE   : '{';
RBRACE   : '}';
LPAREN   : '(';
RPAREN   : ')';
LBRACKET : '[';
RBRACKET : ']';

ELLIPSIS  : '...';
RANGE     : '..';
DOT       : '.';
COMMA     : ',';
SEMICOLON : ';';
COLON     : ':';
FAT_ARROW : '=>';
ARROW     : '->';
QUESTION  : '?';
AT        : '@';

SHL_ASSIGN : '<<=';
SHR_ASSIGN : '>>=';
SHL        : '<<';
LE         : '<=';
GE         : '>=';
EQ         : '==';
NE         : '!=';
ADD_ASSIGN : '+=';
SUB_ASSIGN : '-=';
MUL_ASSIGN : '*=';
DIV_ASSIGN : '/=';
MOD_ASSIGN : '%=';
AND_ASSIGN : '&=';
OR_ASSIGN  : '|=';
XOR_ASSIGN : '^=';
AND_AND    : '&&';
OR_OR      : '||';
ASSIGN     : '=';
LT         : '<';
GT         : '>'; // a shift to the right is two of these: the types of containers nest
PLUS       : '+';
MINUS      : '-';
STAR       : '*';
SLASH      : '/';
PERCENT    : '%';
AMP        : '&';
PIPE       : '|';
CARET      : '^';
BANG       : '!';

UNDERSCORE : '_';

// A number takes the letters that touch it, so that `50usec` is one wrong number and not two words.
NUMBER : [0-9] [0-9A-Za-z_]*;
STRING : '"' ( '\\' . | ~["\\\r\n] )* '"';
IDENT  : [A-Za-z_] [A-Za-z0-9_]*;

DOC_COMMENT   : '///' ~[\r\n]*;
LINE_COMMENT  : '//' ~[\r\n]* -> channel(COMMENTS);
BLOCK_COMMENT : '/*' .*? '*/' -> channel(COMMENTS);
SPACE         : [ \t\r\n\u000C\uFEFF]+ -> channel(HIDDEN);

// Whatever is left; the lexer never fails, the front end says what is wrong.
OPEN_STRING  : '"' ( '\\' . | ~["\\\r\n] )* '\\'?;
OPEN_COMMENT : '/*' .*?;
STRAY        : .;
