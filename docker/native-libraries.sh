#!/bin/sh
# native-libraries.sh LIB NATIVE: moves the native libraries of this machine's architecture out of the jars in LIB into NATIVE,
# and drops those of all others from the jars. Otherwise each start would unpack them into the temporary folder, which must then allow
# programs (a container's often does not), and RocksDB alone would bring 70 MB for fourteen systems.
set -eu
lib=$1
native=$2

case "$(uname -m)" in
  x86_64) rocksdb=linux64 zstd=amd64 snappy=x86_64 lz4=amd64 ;;
  aarch64) rocksdb=linux-aarch64 zstd=aarch64 snappy=aarch64 lz4=aarch64 ;;
  *)
    echo "native-libraries.sh: $(uname -m) is not known here; x86_64 and aarch64 are" >&2
    exit 1
    ;;
esac

# move JAR ENTRY NAME: ENTRY of LIB/JAR-<version>.jar becomes NATIVE/NAME, and the jar keeps no native library.
move() {
  jar="$(ls "$lib/$1"-[0-9]*.jar)"
  content="$(mktemp -d)"
  entries="$(mktemp)"
  manifest="$(mktemp)"
  jar --list --file "$jar" | grep -E "^$2\$" >"$entries"
  (cd "$content" && jar --extract --file "$jar" "@$entries" && mv "$(cat "$entries")" "$native/$3")
  jar --list --file "$jar" | grep -vE '/$|\.(so|dll|jnilib|dylib)$' >"$entries"
  (cd "$content" && jar --extract --file "$jar" "@$entries" && mv META-INF/MANIFEST.MF "$manifest")
  jar --create --file "$jar" --date=2026-01-01T00:00:00Z --manifest "$manifest" -C "$content" .
  rm -r "$content" "$entries" "$manifest"
}

mkdir -p "$native"
move rocksdbjni "librocksdbjni-$rocksdb.so" librocksdbjni.so
move zstd-jni "linux/$zstd/libzstd-jni-.*\.so" libzstd-jni.so
move snappy-java "org/xerial/snappy/native/Linux/$snappy/libsnappyjava.so" libsnappyjava.so
move lz4-java "net/jpountz/util/linux/$lz4/liblz4-java.so" liblz4-java.so
