import type { LibrarySpec } from "../library.ts";

/** Python's builtins and the parts of its standard library that only compute. */
export const PYTHON_BUILTINS: LibrarySpec = {
  harmless: `
    object super property
    abs all any anext aiter ascii bin bool bytearray bytes callable chr classmethod complex delattr dict dir
    divmod enumerate filter float format frozenset hasattr hash hex id int isinstance issubclass iter len list
    map max memoryview min next oct ord pow print range repr reversed round set slice sorted
    staticmethod str sum tuple type zip input raw_input unicode long xrange basestring reduce cmp unichr
    NotImplemented Ellipsis quit exit copyright credits license
    BaseException Exception ArithmeticError AssertionError AttributeError BlockingIOError BrokenPipeError BufferError
    ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError ConnectionResetError EOFError
    FileExistsError FileNotFoundError FloatingPointError GeneratorExit IOError ImportError IndentationError IndexError
    InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError
    NotADirectoryError NotImplementedError OSError OverflowError PermissionError ProcessLookupError RecursionError
    ReferenceError RuntimeError StopAsyncIteration StopIteration SyntaxError SystemError SystemExit TabError TimeoutError
    TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError ValueError
    ZeroDivisionError Warning DeprecationWarning FutureWarning ResourceWarning RuntimeWarning UserWarning ExceptionGroup
    __name__ __doc__ __file__ __version__ __debug__ __annotations__
    abc array argparse ast base64 binascii bisect calendar cmath codecs collections colorsys contextlib contextvars copy
    copyreg csv dataclasses datetime decimal difflib dis enum errno fnmatch fractions functools gc getopt getpass gettext
    graphlib hashlib heapq hmac html io.BytesIO io.StringIO io.TextIOWrapper io.BufferedReader io.UnsupportedOperation
    io.SEEK_SET ipaddress itertools json keyword locale math mimetypes numbers operator optparse parser platform pprint
    queue quopri random re reprlib sched secrets signal statistics string stringprep struct symtable textwrap
    threading time timeit token tokenize traceback types typing typing_extensions unicodedata unittest doctest uuid
    warnings weakref xml zlib zoneinfo gzip.decompress gzip.compress bz2.decompress bz2.compress lzma.decompress
    lzma.compress __future__ concurrent.futures asyncio stat linecache.clearcache tempfile.gettempdir email
    urllib.parse urllib.error http.HTTPStatus http.cookies wsgiref.util logging string.templatelib importlib.metadata
    importlib.util.find_spec inspect.isfunction inspect.isclass inspect.signature inspect.getdoc inspect.ismethod
    inspect.isawaitable inspect.iscoroutinefunction inspect.currentframe profile cProfile pstats tracemalloc faulthandler
    readline rlcompleter select selectors shlex curses turtle cmd atexit sysconfig site crypt pwd.getpwuid grp
    encodings imghdr sndhdr nturl2path opcode pickletools pyclbr sre_compile sre_constants sre_parse this pyexpat
    syslog winsound cgi cgitb chunk genericpath bdb wave.Error
    resource.getrusage resource.RUSAGE_SELF configparser plistlib tomllib netrc.NetrcParseError
  `,
  modules: {
    io: "DEFAULT_BUFFER_SIZE",
    gzip: "",
    bz2: "",
    lzma: "",
    inspect: "",
    linecache: "",
    pwd: "getpwnam getpwall",
    resource: "",
    netrc: "",
    wave: "",
    imp: "",
    pkgutil: "iter_modules walk_packages",
    spwd: "",
    http: "",
    tkinter: "",
    importlib: "abc machinery",
    "importlib.util": "",
    "importlib.resources": "",
    concurrent: "",
    builtins: "",
    __builtin__: "",
    __builtins__: "",
  },
  calls: {
    open: { does: "open@0,file@1,mode", returns: "File" },
    file: { does: "open@0@1", returns: "File" },
    "io.{open,FileIO}": { does: "open@0,file@1,mode", returns: "File" },
    "io.open_code": { does: "read@0", returns: "File" },
    "codecs.open": { does: "open@0,filename@1,mode", returns: "File" },
    "{eval,exec}": { does: "eval@0", returns: "unknown" },
    compile: { does: "eval@0,source", returns: "unknown" },
    execfile: { does: "script@0", returns: "unknown" },
    __import__: { does: "module@0,name", returns: "unknown" },
    "{globals,locals,vars}": { dynamic: true, returns: "unknown" },
    getattr: { returns: "unknown" },
    setattr: { dynamic: true },
    breakpoint: { dynamic: true },
    help: {},
    "sys.settrace": { dynamic: true },
    "ast.literal_eval": {},
    "importlib.{import_module,__import__}": { does: "module@0,name", returns: "unknown" },
    "importlib.reload": { dynamic: true },
    "importlib.util.{spec_from_file_location,module_from_spec}": { does: "script@1,location", returns: "unknown" },
    "importlib.machinery.{SourceFileLoader,SourcelessFileLoader,ExtensionFileLoader}": {
      does: "script@1,path",
      returns: "unknown",
    },
    "operator.{attrgetter,methodcaller}": { dynamic: true, returns: "unknown" },
    "types.{FunctionType,CodeType,LambdaType,MethodType}": { dynamic: true, returns: "unknown" },
    "inspect.{getsource,getsourcefile,getmodule,stack,getmembers,getframeinfo}": { dynamic: true, returns: "unknown" },
    "gc.{get_objects,get_referrers,get_referents}": { dynamic: true, returns: "unknown" },
    "timeit.{timeit,repeat,Timer}": { does: "eval_text@0,stmt eval_text@1,setup" },
    "profile.{run,runctx}": { does: "eval@0" },
    "cProfile.{run,runctx}": { does: "eval@0" },
    "functools.{partial,reduce}": { returns: "unknown" },
    "typing.get_type_hints": { dynamic: true },
    "unittest.main": {},
    "unittest.mock.{patch}": { dynamic: true, returns: "unknown" },
    "site.addsitedir": { dynamic: true },
    "atexit.register": {},
    "gzip.{open,GzipFile}": { does: "open@0,filename@1,mode", returns: "File" },
    "bz2.{open,BZ2File}": { does: "open@0,filename@1,mode", returns: "File" },
    "lzma.{open,LZMAFile}": { does: "open@0,filename@1,mode", returns: "File" },
    "linecache.{getline,getlines}": "read@0",
    "tkinter.{Tcl,Tk,Interp}": { returns: "Tk" },
    "Tk#{eval,call,evalfile,createcommand,tk.call,tk.eval}": { dynamic: true },
    "tkinter.{Button,Label,Entry,Frame,Canvas,Text,StringVar,IntVar,mainloop,messagebox,ttk,END}": {},
    "doctest.{testmod,testfile,run_docstring_examples}": { dynamic: true },
    "logging.handlers.SMTPHandler": { does: "connect@0,mailhost" },
    "readline.{read_history_file,write_history_file,read_init_file}": "read@0",
    "contextlib.closing": {},
    "wave.open": { does: "open@0,f@1,mode", returns: "File" },
    "imp.{load_source,load_compiled,load_dynamic}": { does: "script@1", returns: "unknown" },
    "spwd.{getspnam,getspall}": { does: "read@=/etc/shadow" },
    "netrc.netrc": { does: "read@0,file", signals: ["credential.read"] },
    "getpass.{getuser,getpass}": {},
    "json.{load,dump,loads,dumps}": {},
    "logging.{FileHandler,basicConfig}": { does: "append@0,filename" },
    "logging.handlers.{FileHandler,RotatingFileHandler,TimedRotatingFileHandler,WatchedFileHandler}": {
      does: "append@0,filename",
    },
    "logging.handlers.{SocketHandler,DatagramHandler,SysLogHandler}": { does: "connect@0,host" },
    "logging.handlers.HTTPHandler": { does: "upload@0,host" },
    "logging.config.fileConfig": { does: "read@0", dynamic: true },
    "logging.config.{dictConfig,listen}": { dynamic: true },
    "csv.{reader,writer}": {},
    "xml.etree.ElementTree.{parse,iterparse}": { does: "read@0,source", returns: "ElementTree" },
    "xml.etree.ElementTree.ElementTree": { does: "read@1,file", returns: "ElementTree" },
    "ElementTree#write": "write@0,file_or_filename",
    "xml.dom.minidom.parse": "read@0",
    "xml.sax.parse": "read@0",
    "tokenize.open": { does: "read@0", returns: "File" },
    "fileinput.{input,FileInput}": "read@0,files",
    "configparser.{ConfigParser,RawConfigParser,SafeConfigParser}": { returns: "ConfigParser" },
    "ConfigParser#read": "read@0,filenames",
    "mimetypes.{read_mime_types,init}": "read@0",
    "signal.{pthread_kill,raise_signal}": {},
    "asyncio.{create_subprocess_exec}": { does: "spawn@0*", returns: "Process" },
    "asyncio.create_subprocess_shell": { does: "shell@0,cmd", returns: "Process" },
    "asyncio.subprocess.create_subprocess_exec": { does: "spawn@0*", returns: "Process" },
    "asyncio.subprocess.create_subprocess_shell": { does: "shell@0,cmd", returns: "Process" },
    "asyncio.open_connection": { does: "connect@0,host@1,port", socket: true },
    "asyncio.open_unix_connection": { does: "connect@0" },
    "asyncio.start_server": { does: "listen@1,host@2,port", socket: true },
    "asyncio.{get_event_loop,new_event_loop,get_running_loop}": { returns: "EventLoop" },
    "EventLoop#{create_connection,create_datagram_endpoint}": { does: "connect@1,host@2,port", socket: true },
    "EventLoop#create_server": { does: "listen@1,host@2,port", socket: true },
    "EventLoop#subprocess_exec": { does: "spawn@1*" },
    "EventLoop#subprocess_shell": { does: "shell@1" },
    "email.message_from_file": {},
    "pprint.pprint": {},
  },
  passing: `
    abs all any anext aiter dict filter enumerate frozenset iter list map max min next object reversed set slice sorted sum super
    tuple zip property itertools functools contextlib heapq random operator asyncio collections queue weakref types typing
    dataclasses concurrent ssl contextvars threading copy cast
  `,
  types: { Tk: "this", File: "*", ElementTree: "this", ConfigParser: "*", EventLoop: "*" },
};
