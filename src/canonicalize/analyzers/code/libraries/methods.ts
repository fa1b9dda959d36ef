import type { LibrarySpec } from "../library.ts";

/** Names of methods that only compute or that end something, whatever they are methods of. */
export const HARMLESS_METHODS: ReadonlySet<string> = new Set(
  `
  append extend insert pop clear sort reverse copy count index get items keys values setdefault update add discard union
  intersection difference issubset issuperset popitem fromkeys appendleft popleft extendleft rotate most_common
  split rsplit join strip lstrip rstrip lower upper title capitalize casefold swapcase replace startswith endswith find
  rfind rindex format format_map encode decode isdigit isalpha isalnum isspace isnumeric isupper islower zfill ljust rjust
  center splitlines partition rpartition translate maketrans expandtabs removeprefix removesuffix hex
  group groups groupdict match search findall finditer fullmatch sub subn span end
  read readline readlines write writelines seek tell flush close closed json text content raise_for_status iter_content
  iter_lines strftime strptime isoformat date time timestamp total_seconds weekday now today utcnow
  push shift unshift slice splice concat includes indexOf lastIndexOf map filter reduce reduceRight forEach some every
  find findIndex findLast flat flatMap fill entries at toString toLocaleString valueOf toFixed toPrecision toISOString
  charAt charCodeAt codePointAt substring substr trim trimStart trimEnd padStart padEnd repeat toLowerCase toUpperCase
  localeCompare normalize test hasOwnProperty has then catch finally log error warn info debug critical warning
  exception getTime getFullYear getMonth getDate getDay getHours getMinutes getSeconds toJSON next throw return
  head tail describe mean std min max sum median mode round abs astype reshape shape size dtype sort_values groupby agg
  fillna dropna isnull notnull value_counts unique nunique iterrows itertuples reset_index set_index merge
  tolist to_list to_dict transpose dot cumsum argmax argmin argsort plot legend xlabel ylabel title set_title grid
  add_argument parse_args add_parser add_subparsers add_row add_column
  acquire release locked is_set set is_alive done cancelled put put_nowait get_nowait task_done empty full
  __init__ __enter__ __exit__ __str__ __repr__ __len__ __getitem__ __iter__ __next__ __eq__ __hash__ __contains__
  assertEqual assertTrue assertFalse assertIn assertRaises assertIsNone assertIsNotNone assertAlmostEqual
  setEncoding on once off emit removeListener addEventListener removeEventListener preventDefault
  `
    .split(/\s+/)
    .filter((name) => name !== ""),
);

/** What methods of that name do most of all, of whatever they are methods. */
export const METHOD_DEEDS: LibrarySpec = {
  harmless: "",
  modules: {},
  types: {},
  calls: {
    "{system,popen,shell,execCommand,exec_command,run_command,getoutput,check_output,execSync}": "shell@0",
    "{spawn,spawnSync,execFile,execFileSync,Popen,run_process}": "spawn@0@1",
    "{connect,create_connection,open_connection,connect_ex}": "connect@0,host",
    "{listen,bind,serve,serve_forever}": "listen@0",
    "{send,sendall,sendto,upload,upload_file,put_object,post,put,patch,publish,storbinary}": "upload",
    "{urlopen,download,download_file,fetch,goto,retrieve}": "fetch@0",
    "{execute,executemany,executescript,query,raw}": "sql@0",
    "{write_text,write_bytes,writeFile,writeFileSync,to_csv,to_json,to_excel,to_pickle,to_parquet,to_file,savefig,write_html,write_image,save}":
      "write@0",
    "{appendFile,appendFileSync}": "append@0",
    "{read_text,read_bytes,readFile,readFileSync}": "read@0",
    "{unlink,unlinkSync,rmdir,rmSync,remove_file}": "delete@0",
    "{rmtree}": "remove_tree@0",
    "{chmod,chown}": "permission@0",
    "{kill,terminate,killpg}": "kill",
    "{eval,exec,evaluate,run_cell,runInContext,runInNewContext,runInThisContext}": { does: "eval@0" },
    "{sendmail,send_message,sendMail}": "mail@1",
  },
};

/**
 * Names that are methods of nothing that only holds data: what is called so came out of a library in a way that its table
 * does not say.
 */
export const SUSPECT_METHODS: ReadonlySet<string> = new Set(
  `
  system popen execSync exec_command run_command check_output getoutput spawnSync execFileSync Popen
  execute executemany executescript connect create_connection sendall sendto rmtree unlink unlinkSync rmSync
  write_text write_bytes writeFile writeFileSync appendFile appendFileSync readFile readFileSync read_text read_bytes
  to_csv to_json to_excel to_pickle to_parquet to_file savefig write_html write_image upload_file download_file put_object
  eval runInContext runInNewContext runInThisContext run_cell chmod chown sendmail sendMail send_message serve_forever
  `
    .split(/\s+/)
    .filter((name) => name !== ""),
);
