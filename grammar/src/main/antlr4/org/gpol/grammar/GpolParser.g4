/** The syntax of .gpol: policies, and the prelude that declares a target to the compiler. */
parser grammar GpolParser;

options { tokenVocab = GpolLexer; }

unit : declaration* EOF;

declaration
  : doc? ( policyDecl | importDecl | paramDecl | constDecl | structDecl | enumDecl | typeDecl | varDecl
         | mapDecl | statDecl | eventDecl | functionDecl | contractDecl | testDecl | handlerDecl | externDecl )
  ;

doc : DOC_COMMENT+;

// Declarations ------------------------------------------------------------------------------------

policyDecl   : POLICY name SEMICOLON;
importDecl   : IMPORT STRING SEMICOLON;
paramDecl    : PARAM name COLON typeRef ASSIGN expr ( IN expr RANGE expr )? SEMICOLON;
constDecl    : CONST name ( COLON typeRef )? ASSIGN expr SEMICOLON;
structDecl   : STRUCT name fieldList;
enumDecl     : ENUM name COLON typeRef enumBody;
typeDecl     : TYPE name ASSIGN typeRef SEMICOLON;
varDecl      : VAR name COLON typeRef ( ASSIGN expr )? SEMICOLON;
mapDecl      : MAP name COLON typeRef SEMICOLON;
statDecl     : STAT name COLON typeRef SEMICOLON;
eventDecl    : EVENT name fieldList;
functionDecl : INLINE? FN name LPAREN ( parameter ( COMMA parameter )* COMMA? )? RPAREN ( ARROW typeRef )? block;
contractDecl : CONTRACT name COLON looseToken+ SEMICOLON;
testDecl     : TEST STRING looseBlock;
handlerDecl  : ON name LPAREN name RPAREN block;

fieldList : LBRACE ( field ( COMMA field )* COMMA? )? RBRACE;
field     : doc? name COLON typeRef;
parameter : name COLON typeRef;
enumBody  : LBRACE ( enumConstant ( COMMA enumConstant )* COMMA? )? RBRACE;
enumConstant : doc? name ( ASSIGN expr )? unsupportedClause?;

// What a contract or a test says is settled by the work on contracts; until then any balanced text.
looseBlock : LBRACE looseItem* RBRACE;
looseItem  : looseToken | SEMICOLON | looseBlock;
looseToken : ~( LBRACE | RBRACE | SEMICOLON );

// The prelude -------------------------------------------------------------------------------------

externDecl : EXTERN ( externContext | externHook | externFn | externEnum | externConst | externVar );

externContext     : CONTEXT name IN STRING SIZE expr contextBody;
contextBody       : LBRACE ( contextField SEMICOLON )* RBRACE;
contextField      : doc? ( SELECTOR | VAR )? name COLON typeRef contextPlace;
contextPlace      : AT expr                                             # placeOffset
                  | ASSIGN name LPAREN name COMMA name RPAREN ( IF typeRef AT expr )? # placeTask
                  ;
externHook        : HOOK name ( COLON name ( EQ expr )? ( ARROW typeRef ( DEFAULT expr )? )? )? unsupportedClause?
                    ( contextBody | SEMICOLON );
externFn          : FN name LPAREN ( parameter ( COMMA parameter )* )? ( COMMA ELLIPSIS )? RPAREN
                    ( ARROW IGNORABLE? typeRef )? ( ASSIGN expr )? ( IN contextNames )? unsupportedClause? SEMICOLON;
contextNames      : name ( COMMA name )*;
externEnum        : ( ENUM | FLAGS ) name COLON typeRef enumBody;
externConst       : CONST name ( COLON typeRef )? ASSIGN expr SEMICOLON;
externVar         : VAR name COLON typeRef ( IN expr RANGE expr )? SEMICOLON;
unsupportedClause : UNSUPPORTED STRING;

// Types -------------------------------------------------------------------------------------------

typeRef
  : typeRef LBRACKET expr RBRACKET                                           # sizedType
  | typeRef QUESTION                                                         # optionalType
  | AMP typeRef                                                              # referenceType
  | name ( LT typeRef ( COMMA typeRef )* ( BY name )? GT )?                  # namedType
  ;

// Statements --------------------------------------------------------------------------------------

block : LBRACE statement* RBRACE;

statement
  : ( LET | VAR ) name ( COLON typeRef )? ASSIGN expr ( SEMICOLON | ELSE block ) # letStmt
  | VAR name COLON typeRef SEMICOLON                                             # zeroStmt
  | UNDERSCORE ASSIGN expr SEMICOLON                                             # discardStmt
  | ifStatement                                                                  # ifStmt
  | MATCH expr LBRACE matchArm* RBRACE                                           # matchStmt
  | FOR name IN expr ( RANGE expr )? ( LIMIT expr )? block                       # forStmt
  | WHILE expr ( LIMIT expr )? block                                             # whileStmt
  | BREAK SEMICOLON                                                              # breakStmt
  | CONTINUE SEMICOLON                                                           # continueStmt
  | RETURN expr? SEMICOLON                                                       # returnStmt
  | DROP expr SEMICOLON                                                          # dropStmt
  | EMIT name LBRACE ( fieldInit ( COMMA fieldInit )* COMMA? )? RBRACE SEMICOLON # emitStmt
  | expr ( assignOp expr SEMICOLON | ELSE name? block | SEMICOLON )              # exprStmt
  | block                                                                        # blockStmt
  ;

ifStatement : ifBranch ( ELSE ifBranch )* ( ELSE block )?;
ifBranch    : IF ( LET name ASSIGN )? expr block;

matchArm : pattern ( ( COMMA | PIPE ) pattern )* FAT_ARROW armBody;
pattern  : UNDERSCORE | MINUS? NUMBER | TRUE | FALSE | name ( DOT name )?;
armBody
  : block COMMA?                                      # armBlock
  | DROP expr COMMA?                                  # armDrop
  | RETURN expr? COMMA?                               # armReturn
  | BREAK COMMA?                                      # armBreak
  | CONTINUE COMMA?                                   # armContinue
  | UNDERSCORE ASSIGN expr COMMA?                     # armDiscard
  | expr ( assignOp expr | ELSE name? block )? COMMA? # armExpr
  ;

assignOp
  : ASSIGN | ADD_ASSIGN | SUB_ASSIGN | MUL_ASSIGN | DIV_ASSIGN | MOD_ASSIGN | AND_ASSIGN | OR_ASSIGN
  | XOR_ASSIGN | SHL_ASSIGN | SHR_ASSIGN
  ;

// Expressions, tightest first, with the precedence of Rust ------------------------------------------

expr
  : expr DOT name LPAREN arguments? RPAREN                                    # methodExpr
  | expr DOT name                                                             # fieldExpr
  | expr LBRACKET expr RBRACKET                                               # indexExpr
  | ( MINUS | BANG ) expr                                                     # unaryExpr
  | expr AS name                                                              # castExpr
  | expr ( STAR | SLASH | PERCENT ) expr                                      # binaryExpr
  | expr ( PLUS | MINUS ) expr                                                # binaryExpr
  | expr ( SHL | GT GT ) expr                                                 # binaryExpr
  | expr AMP expr                                                             # binaryExpr
  | expr CARET expr                                                           # binaryExpr
  | expr PIPE expr                                                            # binaryExpr
  | expr ( EQ | NE | LT | LE | GT | GE ) expr                                 # binaryExpr
  | expr AND_AND expr                                                         # binaryExpr
  | expr OR_OR expr                                                           # binaryExpr
  | name LPAREN arguments? RPAREN                                             # callExpr
  | name LBRACE fieldInit ( COMMA fieldInit )* COMMA? RBRACE                  # structExpr
  | LBRACKET expr ( SEMICOLON expr | ( COMMA expr )* COMMA? ) RBRACKET        # arrayExpr
  | name                                                                      # nameExpr
  | NUMBER                                                                    # numberExpr
  | STRING                                                                    # stringExpr
  | ( TRUE | FALSE )                                                          # boolExpr
  | LPAREN expr RPAREN                                                        # parenExpr
  ;

arguments : expr ( COMMA expr )* COMMA?;
fieldInit : name COLON expr;

name
  : IDENT | BY | CONTEXT | CONTRACT | DEFAULT | EVENT | EXTERN | FLAGS | HOOK | IGNORABLE | IMPORT | INLINE
  | LIMIT | MAP | ON | PARAM | POLICY | SELECTOR | SIZE | STAT | TEST | TYPE | UNSUPPORTED
  ;
