// The entry of a shared link's page. It never touches this phone's database and loads no other script.
import './ui/share/reader.js';
